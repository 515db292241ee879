"""Counts the instructions of a request, by valgrind's callgrind: they are the same on a busy machine.

    python3 benches/callgrind.py 20000              # every kind of query, and a few pages
    python3 benches/callgrind.py 20000 phrase       # only what has this in its name

Prints what the program executes for a page of results, and what the bare library and a page of forty lines over it do for
the same query, none of them compressed, and other pages as browsers ask for them, from the corpus that `cargo bench --bench peers` makes. Needs valgrind; both programs are built by cargo as
they are released. What is counted is everything from the request to the answer, in all threads; each is asked a few times
before, as caches are warm in a server that runs.
"""

import glob
import http.client
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile

# How often each is asked while instructions are counted.
TIMES = 5
# A program starts some twenty times slower there.
PATIENCE = 1800
BROWSER = {"Accept-Encoding": "gzip, deflate, br"}


def built():
    """Builds what is measured; returns the program and the bench that serves the forty-line page."""
    asked = ["cargo", "bench", "--bench", "peers", "--no-run", "--message-format", "json"]
    lines = subprocess.run(asked, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    made = [json.loads(line) for line in lines]
    programs = {line["target"]["name"]: line["executable"] for line in made if line.get("executable")}
    return programs["g7cyber"], programs["peers"]


class Counted:
    """A server under callgrind."""

    def __init__(self, folder, name, command):
        self.out = os.path.join(folder, name)
        valgrind = ["valgrind", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={self.out}"]
        self.process = subprocess.Popen(
            valgrind + command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.lines = []
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if "serving on http://" in line:
                break
        self.host = re.search(r"http://([\d.]+:\d+)", self.lines[-1])[1]

    def control(self, *flags):
        subprocess.run(
            ["callgrind_control", *flags, str(self.process.pid)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def instructions(self, path, headers=None):
        """Returns the instructions of one request."""
        client = http.client.HTTPConnection(self.host, timeout=PATIENCE)

        def ask(times):
            for _ in range(times):
                client.request("GET", path, headers=headers or {})
                answer = client.getresponse()
                answer.read()
                assert answer.status in (200, 404), f"{path}: {answer.status}"

        ask(2)
        self.control("-i", "on")
        self.control("-z")
        ask(TIMES)
        before = set(glob.glob(self.out + "*"))
        self.control("-d")
        self.control("-i", "off")
        (dump,) = set(glob.glob(self.out + "*")) - before
        with open(dump, encoding="utf-8") as file:
            total = sum(int(line.split()[1]) for line in file if line.startswith("totals:"))
        os.remove(dump)
        return total / TIMES

    def close(self):
        self.process.kill()
        self.process.wait()


def main():
    paragraphs = sys.argv[1] if len(sys.argv) > 1 else "20000"
    part = sys.argv[2] if len(sys.argv) > 2 else ""
    program, peers = built()
    with tempfile.TemporaryDirectory() as folder:
        plain = Counted(folder, "plain", [peers, "--serve", folder, paragraphs])
        kinds = [line.split("\t") for line in plain.lines if line.count("\t") == 2]
        corpus = os.path.join(folder, "corpus")
        ours = Counted(folder, "ours", [program, "serve", "--corpus", corpus, "--listen", "127.0.0.1:0"])
        try:
            print("millions of instructions\n\n| query | library | forty-line page | page of results | ÷ library | ÷ page |\n|---|---|---|---|---|---|")
            ratios = []
            for name, path, plain_path in kinds:
                if part in name:
                    bare, page = plain.instructions("/count" + plain_path[1:]), plain.instructions(plain_path)
                    full = ours.instructions(path)
                    ratios.append((full / bare, full / page))
                    counts = " | ".join(f"{count / 1e6:.2f}" for count in (bare, page, full))
                    print(f"| {name} | {counts} | {full / bare:.2f} | {full / page:.2f} |", flush=True)
            for what, of in zip(("the library", "the forty-line page"), zip(*ratios)):
                print(f"\nbeside {what} {statistics.median(of):.2f} × in the middle, {max(of):.2f} × at worst")
            document = sorted(os.listdir(os.path.join(corpus, "documents")))[7].removesuffix(".md")
            print("\n| page | |\n|---|---|")
            for name, path in [
                ("a paragraph", f"/{document}/p/1"),
                ("a document", f"/{document}"),
                ("the first page", "/"),
                ("an address that does not exist", "/no-such-document-of-2018"),
                ("what changed", "/changes"),
            ]:
                if part in name:
                    print(f"| {name} | {ours.instructions(path, BROWSER) / 1e6:.2f} |", flush=True)
        finally:
            plain.close()
            ours.close()


if __name__ == "__main__":
    main()

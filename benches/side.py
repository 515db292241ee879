"""Asks two builds of the program the same searches in turns, and compares the processor time of the two processes.

python3 benches/side.py BEFORE AFTER CORPUS [PART OF A KIND'S NAME]

CORPUS is one that `benches/support/generator.rs` made. Turns make both builds share what else the machine does; the median
of 400 requests, or of as many as fit in 2.5 seconds, is printed with the number of hits, which tells whether both answered
the same question.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import time
import urllib.parse

COMMON = ["the", "of", "and", "to", "in", "a", "for", "on", "with", "that", "states", "cyber"]
ONSETS = "b d f g k l m n p r s t v z st pr".split()


def word(rank):
    """Returns the word of that rank in the made-up texts, as the generator builds it."""
    if rank < len(COMMON):
        return COMMON[rank]
    built = ""
    for _ in range(3):
        built += ONSETS[rank % 16] + "aeiou"[rank // 16 % 5]
        rank //= 80
    return built + "k"


def words(*ranks):
    return " ".join(word(rank) for rank in ranks)


KINDS = {
    "rare exact": {"q": f'="{word(20000)}"'},
    "middling exact": {"q": f'="{word(400)}"'},
    "common exact": {"q": '="cyber"'},
    "commonest exact": {"q": '="the"'},
    "rare forms": {"q": word(20000)},
    "middling forms": {"q": word(400)},
    "common forms": {"q": "states"},
    "two forms": {"q": words(60, 200)},
    "three forms": {"q": words(40, 90, 300)},
    "two exact": {"q": f'="{word(60)}" ="{word(200)}"'},
    "two common": {"q": "cyber states"},
    "stop word and word": {"q": f"the {word(90)}"},
    "phrase": {"q": f'"{words(30, 50)}"'},
    "common phrase": {"q": '"of the"'},
    "near": {"q": f"{word(60)} NEAR/5 {word(200)}"},
    "near, common": {"q": "the NEAR/5 of"},
    "beginning": {"q": word(300)[:3] + "*"},
    "not": {"q": f"{word(60)} NOT {word(90)}"},
    "year": {"q": f"{word(60)} year:1999"},
    "or": {"q": f"{word(60)} OR {word(61)} OR {word(90)}"},
    "nothing": {"q": "xyzzyqq"},
    "misspelt": {"q": word(400)[:-2] + "x"},
    "any of five": {"q": words(20, 60, 90, 200, 400), "match": "any"},
    "any of eight": {"q": words(20, 60, 90, 200, 400, 900, 33, 47), "match": "any"},
    "second page": {"q": word(60), "page": "2"},
    "page, middling": {"q": word(400), "as": "page"},
    "page, common": {"q": "cyber", "as": "page"},
    "page, three forms": {"q": words(40, 90, 300), "as": "page"},
    "page, lines": {"q": word(60), "view": "kwic", "as": "page"},
}


def path(kind):
    parameters = dict(kind)
    page = parameters.pop("as", None) == "page"
    if not page:
        parameters["limit"] = "10"
    return ("/search?" if page else "/search.json?") + urllib.parse.urlencode(parameters)


def used(process):
    """Returns the milliseconds of processor time that all threads of a process have used."""
    total = 0
    for thread in os.listdir(f"/proc/{process.pid}/task"):
        try:
            with open(f"/proc/{process.pid}/task/{thread}/schedstat", encoding="ascii") as file:
                total += int(file.read().split()[0])
        except FileNotFoundError:
            pass
    return total / 1e6


def serve(program, corpus, port):
    """Starts a server, and returns it with a connection once it answers."""
    command = [program, "serve", "--corpus", corpus, "--listen", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().read() and process.poll() is None:
                return process, http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        except OSError:
            time.sleep(0.1)
    sys.exit(f"{program} does not serve {corpus}")


def main():
    programs, corpus, part = sys.argv[1:3], sys.argv[3], (sys.argv[4:] or [""])[0]
    port = 18000 + os.getpid() % 1000 * 2
    servers = [serve(program, corpus, port + at) for at, program in enumerate(programs)]
    try:
        for name, kind in KINDS.items():
            if part not in name:
                continue
            times, hits = ([], []), [None, None]
            end = time.time() + 2.5
            while len(times[0]) < 5 or (time.time() < end and len(times[0]) < 400):
                for at, (process, connection) in enumerate(servers):
                    before = used(process)
                    connection.request("GET", path(kind))
                    body = connection.getresponse().read()
                    times[at].append(used(process) - before)
                    if len(times[0]) == 1 and body.startswith(b"{"):
                        hits[at] = json.loads(body).get("total")
            first, second = (statistics.median(each) for each in times)
            print(f"{name:20} {first:7.2f} {second:7.2f} ms  × {second / first:.2f}  hits {hits[0]} {hits[1]}", flush=True)
    finally:
        for process, _ in servers:
            process.kill()


if __name__ == "__main__":
    main()

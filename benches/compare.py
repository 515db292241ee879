"""What comparing two texts costs, beside GNU wdiff on the same words: processor time, the best of ten.

    cargo build --release && python3 benches/compare.py

Needs wdiff. Words are made up, the same at each run: one in thirty is replaced, a paragraph in twenty is left out and
twenty are moved.
"""

import pathlib
import random
import resource
import socket
import subprocess
import tempfile
import time
import urllib.request

PROGRAM = pathlib.Path(__file__).parent.parent / "target/release/g7cyber"
TIMES = 10


def texts(words):
    """Returns the paragraphs of a text of about so many words, and of what became of it."""
    chance = random.Random(7)
    known = ["".join(chance.choices("abcdefghiklmnoprstuvw", k=chance.randint(2, 10))) for _ in range(8_000)]
    weights = [1 / (rank + 3) for rank in range(len(known))]
    first = [chance.choices(known, weights, k=60) for _ in range(words // 60)]
    kept = [paragraph for paragraph in first if chance.random() > 0.05]
    second = [[chance.choice(known) if chance.random() < 1 / 30 else word for word in paragraph] for paragraph in kept]
    for _ in range(20):
        moved = second.pop(chance.randrange(len(second)))
        second.insert(chance.randrange(len(second) + 1), moved)
    return [[" ".join(paragraph) for paragraph in text] for text in (first, second)]


def children():
    """Returns the processor time of all programs that were run and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def threads(process):
    """Returns the processor time of a running program."""
    tasks = pathlib.Path(f"/proc/{process.pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def best(run, clock):
    times = []
    for _ in range(TIMES):
        before = clock()
        run()
        times.append(clock() - before)
    return min(times) * 1000


def compared(server, base):
    """Returns what the comparison costs as a page and as data."""
    ask = lambda path: urllib.request.urlopen(f"{base}{path}a=2001-text&b=2002-text").read()
    for _ in range(100):
        try:
            ask("/compare?")
            break
        except OSError:
            time.sleep(0.1)
    return [best(lambda path=path: ask(path), lambda: threads(server)) for path in ("/compare?", "/compare.json?")]


def measure(words):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "corpus/documents").mkdir(parents=True)
        for year, paragraphs in zip((2001, 2002), texts(words)):
            front = f'+++\ntitle = "{year}"\nkind = "declaration"\ndate = "{year}"\nissuer = "Ministers"\n+++\n'
            body = "\n\n".join(f"{at}. {text}" for at, text in enumerate(paragraphs, 1))
            (folder / f"corpus/documents/{year}-text.md").write_text(front + body + "\n")
            (folder / f"{year}.txt").write_text("\n".join(paragraphs) + "\n")
        files = [folder / "2001.txt", folder / "2002.txt"]
        wdiff = best(lambda: subprocess.run(["wdiff", *files], stdout=subprocess.DEVNULL), children)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            listen = f"127.0.0.1:{free.getsockname()[1]}"
        serve = [PROGRAM, "serve", "--corpus", folder / "corpus", "--listen", listen]
        with subprocess.Popen(serve, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
            try:
                page, data = compared(server, f"http://{listen}")
            finally:
                server.terminate()
        ours = f"the page {page:.1f} ms, as JSON {data:.1f} ms"
        print(f"{words:>7,} words a side: wdiff {wdiff:.0f} ms; {ours}: {page / wdiff:.1f} of wdiff")


for words in (5_000, 50_000):
    measure(words)

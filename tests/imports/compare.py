#!/usr/bin/env python3
"""Scores `g7cyber import` beside other readers, on the lists of `../shared/imports`.

    pip install -r tests/imports/requirements.txt
    tests/imports/compare.py target/debug/g7cyber [NAME…]

Each reader's blocks are judged by the same `score.py`. Other readers know no printed numbers apart: their words count
joined, as those of the draft do. Prints `skipped:` where the lists, or a reader, are missing."""
import importlib.util, json, logging, pathlib, re, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
LISTS = ROOT.parent / "shared" / "imports"


def squeezed(text):
    """Lines joined: hyphens at their ends as these readers leave them, white space as one space."""
    return re.sub(r"\s+", " ", text).strip()


def pymupdf(path, pages):
    """The blocks that PyMuPDF gives."""
    import pymupdf as reader
    with reader.open(path) as document:
        for number, page in enumerate(document, 1):
            if not pages or number in pages:
                for block in page.get_text("blocks"):
                    if block[6] == 0 and block[4].strip():
                        yield squeezed(block[4])


def pdfplumber(path, pages):
    """The lines that pdfplumber gives, joined where the gap between two is under half of a line."""
    import pdfplumber as reader
    with reader.open(path) as document:
        for number, page in enumerate(document.pages, 1):
            if pages and number not in pages:
                continue
            block, bottom = [], None
            for line in page.extract_text_lines(return_chars=False):
                height = line["bottom"] - line["top"]
                if block and line["top"] - bottom > height / 2:
                    yield squeezed(" ".join(block))
                    block = []
                block.append(line["text"])
                bottom = line["bottom"]
            if block:
                yield squeezed(" ".join(block))


def trafilatura(path, pages):
    """The paragraphs of the main text as trafilatura finds it."""
    import trafilatura as reader
    for line in (reader.extract(path.read_bytes(), include_comments=False) or "").splitlines():
        # It writes `- ` before items and bars between the cells of a table.
        for part in line.split("|") if line.startswith("|") else [line.removeprefix("- ")]:
            if part.strip():
                yield squeezed(part)


def readability(path, pages):
    """The blocks of the article that readability-lxml finds."""
    import lxml.html
    import readability as reader
    try:
        article = lxml.html.fromstring(reader.Document(path.read_bytes()).summary())
    except reader.readability.Unparseable as refused:
        return print(f"readability does not read {path.name}: {refused}")
    for line in article.iter("br"):
        line.tail = " " + (line.tail or "")
    for block in article.iter(*BLOCKS):
        if not any(inner.tag in BLOCKS for inner in block.iterdescendants()) and block.text_content().strip():
            yield squeezed(block.text_content())


BLOCKS = ["p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd", "blockquote", "pre", "div"]

READERS = {".pdf": [pymupdf, pdfplumber], ".html": [trafilatura, readability]}


def judged(document):
    """The pages that a list speaks of: `3-7`, `1`, or all."""
    pages = str(document.get("pages") or "")
    first, _, last = pages.partition("-")
    return set(range(int(first), int(last or first) + 1)) if first.isdigit() else set()


def main():
    if not LISTS.is_dir():
        sys.exit(print(f"skipped: no {LISTS}"))
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    spec = importlib.util.spec_from_file_location("score", LISTS / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    logging.disable()
    binary, names, totals = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:], {}
    for expected in sorted((LISTS / "expected").glob("*.json")):
        document = json.loads(expected.read_text(encoding="utf-8"))
        path = LISTS / "files" / document["file"]
        if document["what"] != "text" or path.suffix not in READERS or names and not any(name in path.name for name in names):
            continue
        with tempfile.TemporaryDirectory() as folder:
            found = {"g7cyber": score.run(str(binary), document, folder)[0] or ({}, [], [])}
        for reader in READERS[path.suffix]:
            try:
                found[reader.__name__] = ({}, [], [("P", "", text) for text in reader(path, judged(document))])
            except ImportError as missing:
                print(f"skipped: {missing}")
        cells = []
        for name, blocks in found.items():
            result = score.judge(document, *blocks)
            right, of, stray = totals.setdefault(path.suffix, {}).get(name, (0, 0, 0))
            totals[path.suffix][name] = (right + result["right"], of + result["expected"], stray + result["stray"])
            cells.append(f"{name} {result['right']}")
        print(f"{document['file']:34s} {result['expected']:5d} paragraphs: {', '.join(cells)}", flush=True)
    for suffix, readers in totals.items():
        print(suffix, "; ".join(f"{name} {right} of {of} ({100 * right / max(1, of):.1f} %), {stray} stray" for name, (right, of, stray) in readers.items()))


if __name__ == "__main__":
    main()

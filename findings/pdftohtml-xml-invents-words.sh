#!/usr/bin/env bash
# Behaviour: `pdftohtml -xml -stdout` writes words into the XML that stand nowhere in the PDF. For each link to
#   another page, as every table of contents has them, ` link to page 2` is text of the root, in the line of the
#   page's tag and before it. It is well-formed: what gathers the text of all elements reads it as words of the
#   text, and what reads line by line misses the page. `-q`, which is said to keep errors quiet, leaves it out.
# Version: poppler 22.12.0 (Debian's poppler-utils 22.12.0-2+deb12u3), reportlab 4.4.4
# Expected otherwise because: messages of command-line programs go to standard error, and here standard output is
#   the document. Source: poppler, utils/HtmlOutputDev.cc (`printCommands` in getLinkDest).
# Needs Debian's poppler-utils.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check reportlab==4.4.4
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import re
import subprocess
import xml.etree.ElementTree as ElementTree

from reportlab.pdfgen.canvas import Canvas

canvas = Canvas("a.pdf")
canvas.drawString(72, 700, "See Annex A for the norms.")
canvas.linkRect("", "annex", (72, 695, 140, 712))
canvas.showPage()
canvas.bookmarkPage("annex")
canvas.drawString(72, 700, "Annex A. States co-operate.")
canvas.save()


def read(*flags):
    command = ["pdftohtml", *flags, "-xml", "-i", "-stdout", "a.pdf"]
    document = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    root = ElementTree.fromstring(document.split("?>", 1)[1])
    return root.get("version"), " ".join("".join(root.itertext()).split())


text = subprocess.run(["pdftotext", "a.pdf", "-"], capture_output=True, text=True, check=True).stdout
said = "See Annex A for the norms. Annex A. States co-operate."
assert " ".join(text.split()) == said, text
version, words = read()
print("poppler", version, "pdftotext:", repr(said), "pdftohtml -xml:", repr(words))
assert words == f"link to page 2 {said}", words
_, quiet = read("-q")
print("pdftohtml -q -xml:", repr(quiet))
assert quiet == said, quiet
PY

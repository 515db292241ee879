#!/usr/bin/env bash
# Behaviour: one letter that no font has makes all other words of that font unreadable. The bullet U+F0B7, as
#   word processors leave it, is drawn as an empty box; WeasyPrint then encodes the font's text by a table of
#   its own, which pdfplumber does not follow: it gives no text of the page. pypdf gives a NUL between the
#   letters, loses the non-breaking hyphen of A/RES/70-237 and turns 5 >= 3 into other signs. PyMuPDF and
#   poppler read it; without the bullet all do.
# Version: WeasyPrint 70.0, pdfplumber 0.11.10 (pdfminer.six 20260107), pypdf 7.1.1, PyMuPDF 2.0
# Expected otherwise because: the file carries a complete ToUnicode table in both cases, and an embedded CMap
#   as encoding is in the standard (ISO 32000-1, 9.7.5). Source: weasyprint/pdf/fonts.py (WP-Encod-0); older
#   reports of such tables: pdfminer/pdfminer.six#279, py-pdf/pypdf#242.
# Needs Debian's libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-fund --no-audit dejavu-fonts-ttf@2.37.3
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check weasyprint==70.0 pydyf==0.13.0 fonttools==4.68.0 \
  pdfplumber==0.11.10 pdfminer.six==20260107 pypdf==7.1.1 pymupdf==2.0
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

import pdfplumber
import pymupdf
import pypdf
import weasyprint

print(*(f"{name} {version(name)}" for name in ("weasyprint", "pdfplumber", "pdfminer.six", "pypdf", "pymupdf")), sep=", ")
style = "<style>@font-face{font-family:D;src:url(node_modules/dejavu-fonts-ttf/ttf/DejaVuSans.ttf)} body{font-family:D}</style>"
words = "A/RES/70\u2011237 holds where 5 \u2265 3."


def read(bullet):
    page = f"{style}<p>{bullet}{words}</p>"
    weasyprint.HTML(string=page, base_url=".").write_pdf("a.pdf")
    with pdfplumber.open("a.pdf") as pdf:
        plumber = pdf.pages[0].extract_text()
    texts = {"pdfplumber": plumber, "pypdf": pypdf.PdfReader("a.pdf").pages[0].extract_text(), "PyMuPDF": pymupdf.open("a.pdf")[0].get_text()}
    print("with the bullet:" if bullet else "without:", {name: ascii(text) for name, text in texts.items()})
    return texts


plain, marked = read(""), read("\uf0b7 ")
assert all(text.strip() == words for text in plain.values()), plain
assert words in marked["PyMuPDF"]
assert marked["pdfplumber"].strip() == ""
letters = marked["pypdf"].replace("\0", "")
assert "\0" in marked["pypdf"] and "\u2011" not in letters and "\u2265" not in letters, letters
PY

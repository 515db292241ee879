#!/usr/bin/env bash
# Behaviour: after joining two files, the links of the second lead into the first. Both have a place named
#   "annex", as two outputs of one template have; pypdf's PdfWriter.append keeps the first of that name, so
#   that "see the annex" in document b opens the annex of document a. There is no warning.
# Version: pypdf 7.1.1, PDFs by WeasyPrint 70.0, links read by PyMuPDF 2.0
# Expected otherwise because: append renumbers pages and carries outlines over, and links by page keep their
#   aim; other tools warn or leave such links dead. Upstream on links lost in merges: py-pdf/pypdf#471.
# Needs Debian's libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pypdf==7.1.1 weasyprint==70.0 pydyf==0.13.0 pymupdf==2.0
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import warnings
from importlib.metadata import version

import pymupdf
import pypdf
import weasyprint

warnings.simplefilter("error")
print(*(f"{name} {version(name)}" for name in ("pypdf", "weasyprint", "pymupdf")), sep=", ")
writer = pypdf.PdfWriter()
for name in "ab":
    page = f'<p>Document {name}: see the <a href="#annex">annex</a>.</p><h2 id="annex" style="break-before: page">Annex of {name}</h2>'
    weasyprint.HTML(string=page).write_pdf(f"{name}.pdf")
    writer.append(f"{name}.pdf")
writer.write("joined.pdf")
joined = pymupdf.open("joined.pdf")
aims = []
for page in joined:
    for link in page.get_links():
        aim = joined[int(link["page"])].get_text().strip()
        print(page.get_text().strip(), "leads to", aim)
        aims.append(aim)
assert aims == ["Annex of a", "Annex of a"]
PY

#!/usr/bin/env bash
# Behaviour: the cells of a Word table vanish. Where the columns of the table's grid state no width (the
#   attribute w:w is optional) and a heading goes across the columns, pandoc keeps the first cell of every
#   row and leaves out the others; it says nothing. With widths the same table is whole. mammoth and
#   python-docx read both alike.
# Version: pandoc 3.9 (pypandoc_binary 1.17), mammoth 1.13.0, python-docx 1.2.0
# Expected otherwise because: ECMA-376 (17.4.16, gridCol) says of an omitted width that it counts as zero, not
#   that the column is none; a width should not decide about words.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pypandoc_binary==1.17 mammoth==1.13.0 python-docx==1.2.0
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
import re
from importlib.metadata import version

import docx
import mammoth
import pypandoc
from docx.oxml.ns import qn

print("pandoc", pypandoc.get_pandoc_version(), "mammoth", version("mammoth"), "python-docx", version("python-docx"))
document = docx.Document()
table = document.add_table(rows=2, cols=3)
table.cell(0, 0).merge(table.cell(0, 2)).text = "Norms"
words = ["a", "shall not act", "8 April 2018"]
for cell, text in zip(table.rows[1].cells, words):
    cell.text = text
document.save("widths.docx")
for column in table._tbl.tblGrid.gridCol_lst:
    del column.attrib[qn("w:w")]
document.save("none.docx")


def cells(html):
    return re.findall(r"<t[dh](?: [^>]*)?>(?:<p>)?(.*?)(?:</p>)?</t[dh]>", html, re.S)


for name in ("widths.docx", "none.docx"):
    by_pandoc = cells(pypandoc.convert_file(name, "html"))
    with open(name, "rb") as file:
        by_mammoth = cells(mammoth.convert_to_html(file).value)
    by_docx = [cell.text for cell in docx.Document(name).tables[0].rows[1].cells]
    print(name, "pandoc:", by_pandoc, "mammoth:", by_mammoth, "python-docx:", by_docx)
    assert by_mammoth == ["Norms", *words] and by_docx == words
    assert by_pandoc == (["Norms", *words] if name == "widths.docx" else ["Norms", "a"])
PY

#!/usr/bin/env bash
# Behaviour: what a spreadsheet holds as text is read as a number or as missing. Cells of type text "1.10"
#   and "1.9" come out of pandas.read_excel as 1.1 and 1.9, so that paragraph 1.10 stands before 1.9, and
#   the texts "None" and "NA" as NaN; a blank cell beside makes the year 2018 to 2018.0. MarkItDown, which
#   reads sheets through it, prints those as the document's words.
# Version: pandas 3.1.1, openpyxl 3.1.5, markitdown 0.1.9
# Expected otherwise because: unlike CSV, the format states the type of each cell, and openpyxl reports it as
#   text. Source: pandas/io/excel/_base.py hands the cells to the parser that guesses types for CSV.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 openpyxl==3.1.5 'markitdown[xlsx]==0.1.9'
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

import openpyxl
import pandas
from markitdown import MarkItDown

print("pandas", pandas.__version__, "markitdown", version("markitdown"))
book = openpyxl.Workbook()
for row in [["paragraph", "place", "year"], ["1.9", "None", 2018], ["1.10", "NA", None]]:
    book.active.append(row)
book.save("sheet.xlsx")
cells = [[(cell.value, cell.data_type) for cell in row] for row in openpyxl.load_workbook("sheet.xlsx").active.iter_rows(min_row=2)]
print("cells and their types", cells)
assert cells[1][:2] == [("1.10", "s"), ("NA", "s")]
read = pandas.read_excel("sheet.xlsx")
print(read)
assert read["paragraph"].tolist() == [1.9, 1.1] and read["place"].isna().all()
markdown = MarkItDown().convert("sheet.xlsx").text_content
print(markdown)
assert "| 1.9 | NaN | 2018.0 |" in markdown and "| 1.1 | NaN | NaN |" in markdown
PY

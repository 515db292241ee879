#!/usr/bin/env bash
# Behaviour: a list of paragraphs becomes one large number. pandas.read_html takes a comma for the mark of
#   thousands: cells that say "2,4" and "13,14" (paragraphs 2 and 4; 13 and 14) are read as 24 and 1314,
#   without a warning. Where the column holds words too and stays text, the commas are gone all the same.
# Version: pandas 3.1.1
# Expected otherwise because: read_csv of the same cells, quoted, keeps the text: its thousands is None.
#   Source: the default thousands="," in pandas/io/html.py; groups need not have three digits.
#   Reported for decimal commas: pandas-dev/pandas#8200 and #25218.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 lxml==6.1.3
"$folder/venv/bin/python" - <<'PY'
import io

import pandas

print("pandas", pandas.__version__)


def html(cells):
    rows = "".join(f"<tr><td>{cell}</td></tr>" for cell in cells)
    read = pandas.read_html(io.StringIO(f"<table><tr><th>paragraphs</th></tr>{rows}</table>"))[0]["paragraphs"].tolist()
    print("HTML", cells, "->", read)
    return read


assert html(["2,4", "13,14"]) == [24, 1314]
assert html(["2,4", "13,14", "all"]) == ["24", "1314", "all"]
csv = pandas.read_csv(io.StringIO('paragraphs\n"2,4"\n"13,14"\n'))["paragraphs"].tolist()
print("CSV", csv)
assert csv == ["2,4", "13,14"]
PY

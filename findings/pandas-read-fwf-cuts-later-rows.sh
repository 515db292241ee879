#!/usr/bin/env bash
# Behaviour: row 121 is read as row 12. pandas.read_fwf finds the columns from the first hundred rows and
#   cuts all later ones there: where numbers had two digits so far, "121" becomes 12, and of "cyberspace"
#   stays "cyber". No error, no warning, no missing value.
# Version: pandas 3.1.1
# Expected otherwise because: infer_nrows is documented as the number of rows to determine the columns from;
#   that text standing between or behind them is thrown away is not said, and read_csv refuses a row that
#   is too long.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1
"$folder/venv/bin/python" - <<'PY'
import io
import warnings

import pandas

warnings.simplefilter("error")
print("pandas", pandas.__version__)
rows = ["no  text"] + [f"{number % 100:<4}short" for number in range(1, 121)] + ["121 cyberspace"]
source = "\n".join(rows)
cut = pandas.read_fwf(io.StringIO(source)).iloc[-1].to_dict()
whole = pandas.read_fwf(io.StringIO(source), infer_nrows=1000).iloc[-1].to_dict()
print("written", rows[-1], "| read", cut, "| read with all rows looked at", whole)
assert cut == {"no": 12, "text": "cyber"}
assert whole == {"no": 121, "text": "cyberspace"}
PY

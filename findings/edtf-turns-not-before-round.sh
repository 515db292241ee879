#!/usr/bin/env bash
# Behaviour: "not before 2018" is read as an interval that ends in 2018, and "no later than 2018" as one that
#   begins then: the opposite of what is said. The library looks for the words before and later and does not
#   see the negation.
# Version: edtf 5.0.2
# Expected otherwise because: text_to_edtf returns None for what it does not understand ("between 2010 and
#   2012"), and EDTF has exact forms for both. Source: edtf/natlang/en.py, BEFORE_CHECK and AFTER_CHECK.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check edtf==5.0.2
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from edtf import text_to_edtf

print("edtf", version("edtf"))
for text, expected in [
    ("before 2018", "/2018"),
    ("not before 2018", "/2018"),
    ("later than 2018", "2018/"),
    ("no later than 2018", "2018/"),
    ("between 2010 and 2012", None),
]:
    read = text_to_edtf(text)
    print(f"{text} -> {read}")
    assert read == expected, (text, read)
PY

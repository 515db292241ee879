#!/usr/bin/env bash
# Behaviour: a dated text is cited as "n.d.". CSL's data may give a date as "literal" or "raw" words instead
#   of numbers, as for 8-9 June 2018; pandoc's citeproc with its default style prints that there is no date,
#   without a warning. The same work with date-parts is printed with its year.
# Version: pandoc 3.9 (pypandoc_binary 1.17)
# Expected otherwise because: the CSL-JSON schema has both forms, and citeproc-js prints a literal date as it
#   stands. Earlier the words of a raw date were printed: jgm/citeproc#149.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pypandoc_binary==1.17
"$folder/venv/bin/python" - <<'PY'
import json

import pypandoc

print("pandoc", pypandoc.get_pandoc_version())


def printed(issued):
    work = [{"id": "a", "type": "report", "title": "Norms", "author": [{"literal": "Group of Seven"}], "issued": issued}]
    text = pypandoc.convert_text(json.dumps(work), "plain", format="csljson", extra_args=["--citeproc", "--wrap=none"]).strip()
    print(json.dumps(issued), "->", text)
    return text


assert "2018" in printed({"date-parts": [[2018, 6, 8], [2018, 6, 9]]})
assert "n.d." in printed({"literal": "8-9 June 2018"})
assert "n.d." in printed({"raw": "8-9 June 2018"})
PY

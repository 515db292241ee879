#!/usr/bin/env bash
# Behaviour: the author of an official text is cut to pieces. trafilatura takes every author for a list of
#   persons: it parts names at "and", commas and strokes and drops what follows for, of, on, in, to or at.
#   "Ministry of Foreign Affairs and Trade" becomes "Ministry; Trade", and "Foreign, Commonwealth and
#   Development Office" three authors. An authority of the form "Group of Seven" is left out altogether.
# Version: trafilatura 2.3.1
# Expected otherwise because: <meta name="author"> is free text (HTML standard), and the documentation
#   promises the author as metadata. Source: trafilatura/json_metadata.py, normalize_authors, and
#   trafilatura/metadata.py, where a name of one word is refused.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.6
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

import trafilatura

print("trafilatura", version("trafilatura"))
words = "<p>Every State that takes part in this meeting should share what it has learned with the others.</p>" * 6


def author(name):
    page = f'<html><head><meta name="author" content="{name}"></head><body><article>{words}</article></body></html>'
    found = trafilatura.bare_extraction(page, with_metadata=True).author
    print(name, "->", found)
    return found


assert author("Ministry of Foreign Affairs and Trade") == "Ministry; Trade"
assert author("Foreign, Commonwealth and Development Office") == "Foreign; Commonwealth; Development Office"
assert author("Group of Seven") is None
PY

#!/usr/bin/env bash
# Behaviour: an address loses everything from its first percent sign on: https://example.org/a%20b?par=5 is
#   read as https://example.org/a. bibtexparser's LatexDecodingMiddleware decodes all fields as LaTeX, in
#   which % begins a comment, and "url" is one of them. No failed block and no warning tells of it.
# Version: bibtexparser 2.1.0 with pylatexenc 2.11
# Expected otherwise because: biblatex's manual makes url a verbatim field, and the same package's encoder
#   knows addresses: it wraps them in \url{...} instead of escaping them.
#   Source: bibtexparser/middlewares/latex_encoding.py.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check bibtexparser==2.1.0 pylatexenc==2.11
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

import bibtexparser
from bibtexparser.middlewares import LatexDecodingMiddleware

print("bibtexparser", version("bibtexparser"))
source = r"""@online{a, title = {D{\'e}claration}, url = {https://example.org/a%20b?par=5}}"""
for middleware in ([], [LatexDecodingMiddleware()]):
    library = bibtexparser.parse_string(source, append_middleware=middleware)
    fields = {field.key: field.value for field in library.entries[0].fields}
    print([type(part).__name__ for part in middleware], fields, "failed:", library.failed_blocks)
assert fields == {"title": "Déclaration", "url": "https://example.org/a"}
assert library.failed_blocks == []
PY

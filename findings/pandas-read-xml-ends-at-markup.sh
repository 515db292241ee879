#!/usr/bin/env bash
# Behaviour: a paragraph ends where its first marked-up word begins. pandas.read_xml reads
#   <text>States shall <em>not</em> use force</text> as "States shall "; the rest is neither in that column
#   nor in another, and nothing tells of it. The cell beside it, without markup, is whole.
# Version: pandas 3.1.1 (both parsers, lxml and etree)
# Expected otherwise because: read_html gives all words of a cell, whatever is marked up in it; the
#   documentation of read_xml warns of nesting ("shallow XML"), and a word in <em> is not a deeper record.
#   Source: pandas/io/xml.py takes each child's text and leaves its children and tails.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pandas==3.1.1 lxml==6.1.3
"$folder/venv/bin/python" - <<'PY'
import io

import pandas

print("pandas", pandas.__version__)
source = """<paragraphs>
<p><number>1</number><text>States shall <em>not</em> use force</text></p>
<p><number>2</number><text>States shall cooperate</text></p>
</paragraphs>"""
for parser in ("lxml", "etree"):
    read = pandas.read_xml(io.StringIO(source), parser=parser)
    print(parser, read.to_dict("list"))
    assert list(read.columns) == ["number", "text"]
    assert read["text"].tolist() == ["States shall ", "States shall cooperate"]
table = "<table><tr><th>text</th></tr><tr><td>States shall <em>not</em> use force</td></tr></table>"
whole = pandas.read_html(io.StringIO(table))[0]["text"].tolist()
print("read_html", whole)
assert whole == ["States shall not use force"]
PY

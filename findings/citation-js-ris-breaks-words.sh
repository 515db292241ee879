#!/usr/bin/env bash
# Behaviour: a title of more than 70 letters that goes from citation-js through RIS has a word torn in two, and
#   a long address becomes two dead ones. citation-js breaks the line after the 70th letter, in the middle of
#   a word; rispy, which takes a line without a tag for the next piece of the value, gives "States i n
#   Cyberspace" and two addresses, neither of which leads anywhere.
# Version: @citation-js/core 0.8.2 with @citation-js/plugin-ris 0.8.2; rispy 0.10.0
# Expected otherwise because: RIS has no sign for a break within a word, so a reader cannot know that this one
#   stands for nothing; the two documentations promise RIS out and RIS in. Source: the plug-in's ris.js, which
#   puts a line break behind each 70 letters.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-fund --no-audit @citation-js/core@0.8.2 @citation-js/plugin-ris@0.8.2
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rispy==0.10.0
cat > "$folder/write.cjs" <<'JS'
const { Cite } = require('@citation-js/core');
require('@citation-js/plugin-ris');
const title = 'Declaration of the Group of Seven on Responsible Behaviour of States in Cyberspace and Elsewhere';
const URL = 'https://www.example.org/archive/declarations/2018/charlevoix/commitment-on-defending-democracy';
process.stdout.write(new Cite([{ id: 'a', type: 'report', title, URL, issued: { 'date-parts': [[2018, 4, 8]] } }]).format('ris'));
JS
node "$folder/write.cjs" > "$folder/a.ris"
"$folder/venv/bin/python" - "$folder/a.ris" <<'PY'
import sys
from importlib.metadata import version

import rispy

written = open(sys.argv[1], encoding="utf-8").read()
print("citation-js 0.8.2 writes", written, sep="\n")
[read] = rispy.loads(written)
print("rispy", version("rispy"), "reads", read)
assert "\nn Cyberspace" in written
assert "Behaviour of States i n Cyberspace" in read["title"]
assert read["urls"] == ["https://www.example.org/archive/declarations/2018/charlevoix/commitmen", "t-on-defending-democracy"]
PY

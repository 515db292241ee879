#!/usr/bin/env bash
# Behaviour: a day makes the month disappear. For 8 April 2018 citation-js writes the BibTeX field
#   month = {apr 8}; pandoc, which takes {4} for April, reads nothing in it, so that the citation is dated
#   2018. The end of a range, 8 to 9 April, is not written at all. With a month and no day all is well.
# Version: @citation-js/core 0.8.2 with @citation-js/plugin-bibtex 0.8.2; pandoc 3.9 (pypandoc_binary 1.17)
# Expected otherwise because: both document BibTeX as a form they exchange, and each reads back its own.
#   Source: the plug-in's mapping/shared.js, where month and day are written with a space between them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-fund --no-audit @citation-js/core@0.8.2 @citation-js/plugin-bibtex@0.8.2
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pypandoc_binary==1.17
cat > "$folder/write.cjs" <<'JS'
const { Cite } = require('@citation-js/core');
require('@citation-js/plugin-bibtex');
const dates = { month: [[2018, 4]], day: [[2018, 4, 8]], range: [[2018, 4, 8], [2018, 4, 9]] };
const works = Object.entries(dates).map(([id, parts]) => ({ id, 'citation-key': id, type: 'report', title: id, issued: { 'date-parts': parts } }));
process.stdout.write(new Cite(works).format('bibtex', { checkLabel: false }));
JS
node "$folder/write.cjs" > "$folder/a.bib"
"$folder/venv/bin/python" - "$folder/a.bib" <<'PY'
import json
import sys

import pypandoc

written = open(sys.argv[1], encoding="utf-8").read()
print("citation-js 0.8.2 writes", written, sep="\n")
read = json.loads(pypandoc.convert_text(written, "csljson", format="bibtex"))
dates = {work["title"].lower(): work["issued"]["date-parts"] for work in read}
print("pandoc", pypandoc.get_pandoc_version(), "reads", dates)
assert written.count("month = {apr 8}") == 2
assert dates == {"month": [[2018, 4]], "day": [[2018]], "range": [[2018]]}
PY

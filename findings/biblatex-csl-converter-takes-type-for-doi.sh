#!/usr/bin/env bash
# Behaviour: the kind of a report becomes its DOI, and the section its ISSN. Of a record in RIS with
#   "M3  - Chair's report" and "SE  - para 9" the converter makes "DOI": "Chair's report" and "ISSN": "para 9";
#   no error and no warning. The day and the month of DA are dropped where PY stands beside it.
# Version: biblatex-csl-converter 3.6.0
# Expected otherwise because: in RIS M3 is the type of work and SE a section or pages; DOIs stand in DO and
#   begin with "10.", which the same package knows when it reads BibTeX. Its comment says "dual-use: handled
#   with fallback". Source: src/import/ris.ts, where DO falls back on M3, SN on SE, and PY comes before DA.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-fund --no-audit biblatex-csl-converter@3.6.0
cat > "$folder/read.cjs" <<'JS'
const assert = require('assert');
const fs = require('fs');
const { RISParser, CSLExporter } = require('biblatex-csl-converter');
const record = "TY  - RPRT\nAU  - Example, Anna\nTI  - Paper boats\nPY  - 2018\nDA  - 2018/04/23/\nM3  - Chair's report\nSE  - para 9\nER  - \n";
const parser = new RISParser(record);
const read = parser.parse();
const works = Object.values(new CSLExporter(read.entries || read).parse());
const package_ = JSON.parse(fs.readFileSync(`${__dirname}/node_modules/biblatex-csl-converter/package.json`));
console.log('biblatex-csl-converter', package_.version);
console.log(JSON.stringify(works, null, 1), 'errors:', JSON.stringify(parser.errors), 'warnings:', JSON.stringify(parser.warnings));
assert.strictEqual(works[0].DOI, "Chair's report");
assert.strictEqual(works[0].ISSN, 'para 9');
assert.deepStrictEqual(works[0].issued['date-parts'], [[2018]]);
JS
node "$folder/read.cjs"

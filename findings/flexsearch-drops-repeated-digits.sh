#!/usr/bin/env bash
# Behaviour: paragraph 11 cannot be told from paragraph 1, nor 99 from 9. FlexSearch's default encoder
#   writes a letter that follows itself only once, and takes digits for letters: the question 11 finds
#   "paragraph 1" and the question 9 finds "paragraph 99". Longer numbers are cut in threes first, so
#   that 2011 is the pieces 201 and 1, and the question 1 finds the year 2011.
# Version: flexsearch 0.8.212
# Expected otherwise because: the documentation (doc/encoder.md) describes dedupe for letters, "missing" to
#   "mising", and of the triplets of numbers only that they give more entries; tokenize "strict" compares whole
#   words.
#   A related report, on too many results for numbers since 0.8: nextapps-de/flexsearch#517.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-fund --no-audit flexsearch@0.8.212
cat > "$folder/run.cjs" <<'JS'
const assert = require('node:assert');
const { Index } = require('flexsearch');
console.log('flexsearch', require('node:fs').readFileSync(`${__dirname}/node_modules/flexsearch/package.json`, 'utf8').match(/"version": "(.*?)"/)[1]);
const index = new Index({ tokenize: 'strict' });
for (const text of ['paragraph 1', 'paragraph 11', 'paragraph 9', 'paragraph 99', 'of 2011']) index.add(text, text);
const found = (query) => {
  const hits = index.search(query).sort();
  console.log(`${query} finds`, hits);
  return hits;
};
assert.deepEqual(found('11'), ['of 2011', 'paragraph 1', 'paragraph 11']);
assert.deepEqual(found('1'), ['of 2011', 'paragraph 1', 'paragraph 11']);
assert.deepEqual(found('9'), ['paragraph 9', 'paragraph 99']);
assert.deepEqual(found('99'), ['paragraph 9', 'paragraph 99']);
JS
node "$folder/run.cjs"

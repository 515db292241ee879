#!/usr/bin/env bash
# Behaviour: with acrossElements, mark.js marks words that nobody wrote and misses those that are there. The
#   end of one paragraph and the beginning of the next are read without anything between: "shallnot" is
#   marked over "States shall" and "not act", while "shall not" is not found.
# Version: mark.js 8.11.1 (in jsdom 29.1.1)
# Expected otherwise because: acrossElements is documented as searching for matches across elements; a
#   browser's own search keeps paragraphs apart. Reported for <br> and for single elements in
#   julkue/mark.js#127 and #494.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-fund --no-audit mark.js@8.11.1 jsdom@29.1.1
cat > "$folder/run.cjs" <<'JS'
const assert = require('node:assert');
const { JSDOM } = require('jsdom');
const { window } = new JSDOM('');
Object.assign(globalThis, { window, document: window.document, NodeFilter: window.NodeFilter, NodeList: window.NodeList });
const Mark = require('mark.js');
console.log('mark.js', require('mark.js/package.json').version);
const marked = (words) => {
  window.document.body.innerHTML = '<p>States shall</p><p>not act.</p>';
  new Mark(window.document.body).mark(words, { acrossElements: true, separateWordSearch: false });
  const parts = [...window.document.querySelectorAll('mark')].map((part) => part.textContent);
  console.log(`${words} marks`, parts);
  return parts;
};
assert.deepEqual(marked('shall not'), []);
assert.deepEqual(marked('shallnot'), ['shall', 'not']);
JS
node "$folder/run.cjs"

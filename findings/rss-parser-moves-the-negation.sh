#!/usr/bin/env bash
# Behaviour: the words of a feed's entry change their order. rss-parser writes XHTML content anew from a tree
#   that keeps text apart from elements: "States shall <b>not</b> act." becomes "States shall  act.not", in
#   content and in contentSnippet; of an XHTML title no words are given at all, but an object.
# Version: rss-parser 3.13.0
# Expected otherwise because: RFC 4287 (3.1.1.3) makes type="xhtml" the form for marked-up words, and other
#   readers keep it. Open upstream: rbren/rss-parser#275, where elements of the same name run together.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --prefix "$folder" --silent --no-fund --no-audit rss-parser@3.13.0
cat > "$folder/run.cjs" <<'JS'
const assert = require('node:assert');
const Parser = require('rss-parser');
console.log('rss-parser', require('rss-parser/package.json').version);
const xhtml = 'xmlns="http://www.w3.org/1999/xhtml"';
const feed = `<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:example:1</id><title>Feed</title><updated>2018-04-08T00:00:00Z</updated>
<entry><id>urn:example:2</id><updated>2018-04-08T00:00:00Z</updated><title type="xhtml"><div ${xhtml}>No <b>State</b> may</div></title>
<content type="xhtml"><div ${xhtml}><p>States shall <b>not</b> act.</p></div></content></entry></feed>`;
new Parser().parseString(feed).then(({ items: [entry] }) => {
  console.log(entry);
  assert.equal(entry.contentSnippet, 'States shall  act.not');
  assert.match(entry.content, /States shall {2}act\.<b>not<\/b>/);
  assert.equal(typeof entry.title, 'object');
});
JS
node "$folder/run.cjs"

#!/usr/bin/env bash
# Behaviour: a text put into a JSON field comes out of the store as another value. What looks like a time
#   by RFC 3339 is stored as a moment in UTC: "2018-04-08T05:00:00+09:00" is given back as 7 April,
#   20:00 UTC, and the offset is lost. Other texts, "2018-04-08" too, are given back as they were.
# Version: tantivy 0.27.0 (Python package of the same number)
# Expected otherwise because: "stored" is documented as keeping the value for retrieval; guessing a date
#   is described for the terms of the index. Related, on guessed dates: quickwit-oss/quickwit#6048.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check tantivy==0.27.0
"$folder/venv/bin/python" - <<'PY'
import json
from importlib.metadata import version

import tantivy

print("tantivy", version("tantivy"))
index = tantivy.Index(tantivy.SchemaBuilder().add_json_field("data", stored=True).build())
writer = index.writer()
document = tantivy.Document()
put = {"opened": "2018-04-08T05:00:00+09:00", "day": "2018-04-08", "number": "0012"}
document.add_json("data", json.dumps(put))
writer.add_document(document)
writer.commit()
index.reload()
searcher = index.searcher()
hits = searcher.search(tantivy.Query.all_query()).hits
got = searcher.doc(hits[0][1])["data"][0]
print("put", put)
print("got", {key: str(value) for key, value in got.items()})
assert got["day"] == put["day"] and got["number"] == put["number"]
assert got["opened"] != put["opened"]
assert str(got["opened"]) == "2018-04-07 20:00:00+00:00"
PY

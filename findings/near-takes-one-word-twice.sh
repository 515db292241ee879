#!/usr/bin/env bash
# Behaviour: where a word is asked for twice, near itself, a single occurrence is enough. SQLite's
#   NEAR(state state, 2) finds "the state actor", and tantivy's "right right"~2 finds "the right of States":
#   both let one word of the text stand for two words of the question.
# Version: SQLite 3.54.1 (in apsw 3.54.1.0), tantivy 0.27.0
# Expected otherwise because: SQLite's page on FTS5 defines NEAR by the number of tokens between the end of
#   the first phrase and the beginning of the last; the phrase without slop, "right right", finds nothing;
#   Lucene's sloppy phrases look for repeated terms so as not to match one position twice.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check apsw==3.54.1.0 tantivy==0.27.0
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

import apsw
import tantivy

print("SQLite", apsw.sqlite_lib_version(), "and tantivy", version("tantivy"))
texts = ["the state actor", "from state to state", "the right of States", "nothing of the kind"]

database = apsw.Connection(":memory:")
database.execute("CREATE VIRTUAL TABLE t USING fts5(text)")
database.executemany("INSERT INTO t VALUES (?)", [(text,) for text in texts])
near = [row[0] for row in database.execute("SELECT text FROM t WHERE t MATCH 'NEAR(state state, 2)'")]
print("SQLite, NEAR(state state, 2):", near)
assert near == ["the state actor", "from state to state"]

schema = tantivy.SchemaBuilder().add_text_field("text", stored=True).build()
index = tantivy.Index(schema)
writer = index.writer()
for text in texts:
    writer.add_document(tantivy.Document(text=[text]))
writer.commit()
index.reload()
searcher = index.searcher()


def found(query):
    hits = searcher.search(index.parse_query(query, ["text"])).hits
    texts = [searcher.doc(address)["text"][0] for _, address in hits]
    print(f"tantivy, {query}:", texts)
    return texts


assert found('"right right"') == []
assert found('"right right"~2') == ["the right of States"]
PY

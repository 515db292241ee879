#!/usr/bin/env bash
# Behaviour: a quoted phrase is found where those words do not stand together. Whoosh leaves its stop words
#   out of text and query and closes the gap they leave, so the phrase "States act" finds "States may not
#   act". Its list holds "may", and words of one letter are dropped too, so the phrase "7 May 2018" is
#   searched as 2018 alone and finds 7 June 2018.
# Version: Whoosh-Reloaded 2.7.5
# Expected otherwise because: Lucene's stop filter keeps the place of a word that it drops, so that such a
#   phrase does not match there, and a phrase in quotation marks is what readers check a wording with.
#   Source: whoosh/analysis/filters.py, STOP_WORDS and StopFilter(minsize=2, renumber=True).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check Whoosh-Reloaded==2.7.5
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

from whoosh import fields, qparser
from whoosh.filedb.filestore import RamStorage

index = RamStorage().create_index(fields.Schema(text=fields.TEXT(stored=True)))
writer = index.writer()
for text in ["States may not act alone", "adopted on 7 May 2018", "adopted on 7 June 2018"]:
    writer.add_document(text=text)
writer.commit()
print("Whoosh-Reloaded", version("Whoosh-Reloaded"))


def found(words):
    with index.searcher() as searcher:
        query = qparser.QueryParser("text", index.schema).parse(f'"{words}"')
        hits = sorted(hit["text"] for hit in searcher.search(query))
    print(f'"{words}" is searched as {query} and finds {hits}')
    return hits


assert found("States act") == ["States may not act alone"]
assert found("7 May 2018") == ["adopted on 7 June 2018", "adopted on 7 May 2018"]
PY

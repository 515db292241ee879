#!/usr/bin/env bash
# Behaviour: ts_rewrite puts one spelling for another in a phrase only where the phrase begins with it: of
#   "cyber space now" it makes "cyberspace now", and "in cyber space" stays as it is. A thesaurus of spellings applied
#   with ts_rewrite so misses every use inside a longer phrase, without a word about it. Queries joined by & are
#   rewritten wherever the two words stand, neighbours or not.
# Version: PostgreSQL 16.2 (of pgserver 0.1.4)
# Expected otherwise because: the manual says that it replaces occurrences of the target in the query, and that
#   a <-> b <-> c is a phrase of three words. The tree is ((in <-> cyber) <-> space), in which no branch is
#   cyber <-> space; for & the parts of a branch are compared as a set. Source: tsquery_rewrite.c, findeq.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pgserver==0.1.4
XDG_RUNTIME_DIR="$folder" "$folder/venv/bin/python" - "$folder/data" <<'PY'
import sys
from importlib.metadata import version

import pgserver

server = pgserver.get_server(sys.argv[1])


def rewritten(query, target, substitute):
    sql = f"select ts_rewrite({query}, '{target}'::tsquery, '{substitute}'::tsquery)::text"
    return server.psql(f"copy ({sql}) to stdout").strip()


try:
    print("pgserver", version("pgserver"))
    print(server.psql("copy (select version()) to stdout").strip())
    found = {
        phrase: rewritten(f"phraseto_tsquery('simple', '{phrase}')", "cyber <-> space", "cyberspace")
        for phrase in ("cyber space", "cyber space now", "in cyber space")
    }
    found["a & b & c, for b & c"] = rewritten("'a & b & c'::tsquery", "b & c", "x")
    for asked, answer in found.items():
        print(f"{asked:22} {answer}")
finally:
    server.cleanup()
assert list(found.values()) == [
    "'cyberspace'",
    "'cyberspace' <-> 'now'",
    "'in' <-> 'cyber' <-> 'space'",
    "'a' & 'x'",
]
PY

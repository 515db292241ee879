"""Counts terms over the exported tables with regular expressions of DuckDB, which know nothing of the archive's search.

The folder holds `documents.csv`, `paragraphs.csv` and `terms.json`. Prints one object: of the texts without press
reports (`texts`) and of all, term -> year -> texts that have it, texts, uses.
"""

import json
import pathlib
import sys

import duckdb

folder = pathlib.Path(sys.argv[1])
terms = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
database = duckdb.connect()
read = "read_csv('{}', all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '\\0')"
for name in ["documents", "paragraphs"]:
    database.execute(f"CREATE TABLE {name} AS FROM " + read.format(folder / f"{name}.csv"))
columns = {name: [row[0] for row in database.execute(f"DESCRIBE {name}").fetchall()] for name in ["documents", "paragraphs"]}
identity = "id" if "id" in columns["documents"] else "document"
# Every word between two spaces of its own, so that words side by side are counted by plain replacement.
database.execute(
    f"""CREATE TABLE words AS
    SELECT p.document, d.kind, left(d.dated, 4) AS year,
           '  ' || regexp_replace(trim(regexp_replace(lower(p.text), '[^a-z0-9]+', ' ', 'g')), ' ', '  ', 'g') || '  ' AS text
    FROM paragraphs p JOIN documents d ON d.{identity} = p.document"""
)
found = {}
for name, which in [("texts", "kind <> 'press-report'"), ("all", "true")]:
    texts = dict(database.execute(f"SELECT year, count(DISTINCT document) FROM words WHERE {which} GROUP BY year").fetchall())
    found[name] = {}
    for term in terms:
        pattern = " " + term.replace(" ", "  ") + " "
        rows = database.execute(
            f"""SELECT year, count(DISTINCT document) FILTER (uses > 0), sum(uses)::BIGINT FROM
                (SELECT year, document, len(regexp_extract_all(text, ?)) AS uses FROM words WHERE {which}) GROUP BY year""",
            [pattern],
        ).fetchall()
        found[name][term] = {year: [having, texts[year], uses] for year, having, uses in rows}
json.dump(found, sys.stdout)

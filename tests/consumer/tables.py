"""Reads the tables in a folder with the lines that the archive gives for them, and prints each cell as it was read.

The folder holds tables and `lines.json`, a language's line by its name, in which `ADDRESS` stands for the table. Prints
one object: table -> reader -> rows of cells, the head first.
"""

import json
import pathlib
import sys

import duckdb
import pandas as pd
import polars as pl

folder = pathlib.Path(sys.argv[1])
lines = json.loads((folder / "lines.json").read_text(encoding="utf-8"))


def by_pandas(line):
    frame = eval(line, {"pd": pd})
    return [list(frame.columns), *frame.values.tolist()]


def by_polars(line):
    frame = eval(line, {"pl": pl})
    return [frame.columns, *map(list, frame.rows())]


def by_duckdb(line):
    found = duckdb.sql(line)
    return [found.columns, *map(list, found.fetchall())]


readers = {"pandas": by_pandas, "Polars": by_polars, "DuckDB": by_duckdb}
found = {}
for path in sorted(folder.glob("*.csv")):
    found[path.name] = {}
    for name, read in readers.items():
        try:
            found[path.name][name] = read(lines[name].replace("ADDRESS", str(path)))
        except Exception as error:  # Whatever a reader throws is what the test is about.
            found[path.name][name] = repr(error)
json.dump(found, sys.stdout)

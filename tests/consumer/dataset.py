"""Reads a dataset by the descriptions in it, and prints what was read: reader -> table -> rows of cells by column.

Integers and truth values are printed as the tables write them, what is missing as nothing.
"""

import json
import pathlib
import subprocess
import sys
import warnings

import mlcroissant as mlc
from rocrate.rocrate import ROCrate

folder = pathlib.Path(sys.argv[1])
warnings.simplefilter("ignore")


def cell(value):
    if value is None or value != value:
        return ""
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def by_mlcroissant():
    dataset = mlc.Dataset(jsonld=str(folder / "croissant.json"))
    complaints = [str(issue) for issue in [*dataset.metadata.ctx.issues.errors, *dataset.metadata.ctx.issues.warnings]]
    tables = {}
    for records in dataset.metadata.record_sets:
        rows = dataset.records(records.id)
        tables[records.id] = [{key.split("/", 1)[1]: cell(value) for key, value in row.items()} for row in rows]
    return tables, complaints


def by_frictionless(program):
    output = subprocess.run(
        [program, "extract", "datapackage.json", "--json"], cwd=folder, capture_output=True, text=True, check=True
    )
    tables = json.loads(output.stdout)
    return {name: [{key: cell(value) for key, value in row.items()} for row in rows] for name, rows in tables.items()}


tables, complaints = by_mlcroissant()
found = {"tables": {"mlcroissant": tables}, "complaints": complaints}
try:
    found["tables"]["frictionless"] = by_frictionless("frictionless")
    checked = ["frictionless", "validate", "datapackage.json", "--json"]
    found["datapackage"] = json.loads(subprocess.run(checked, cwd=folder, capture_output=True, text=True).stdout)
except FileNotFoundError:
    found["datapackage"] = None
try:
    checked = subprocess.run(["cffconvert", "--validate", "-i", "CITATION.cff"], cwd=folder, capture_output=True, text=True)
    found["citation"] = checked.returncode == 0
except FileNotFoundError:
    found["citation"] = None
crate = ROCrate(str(folder))
found["crate"] = {entity.id: entity.get("sha256") for entity in crate.data_entities}
json.dump(found, sys.stdout)

#!/usr/bin/env bash
# Behaviour: a column that the description says is text is read as numbers: paragraph "1." becomes "1.0", "007" becomes
#   "7". The description's dataType is applied only after pandas has guessed what the cells of the CSV file are.
# Version: mlcroissant 1.1.1
# Expected otherwise because: the format has types so that no reader needs to guess, and the field says sc:Text.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check mlcroissant==1.1.1
cd "$folder"
cat >texts.csv <<'CSV'
printed,symbol
1.,007
2.,010
CSV
"$folder/venv/bin/python" - <<'PY'
import hashlib
import importlib.metadata
import json
import logging

import mlcroissant

logging.disable(logging.WARNING)
print("mlcroissant", importlib.metadata.version("mlcroissant"))
field = lambda name: {
    "@type": "cr:Field", "@id": f"texts/{name}", "name": name, "dataType": "sc:Text",
    "source": {"fileObject": {"@id": "texts.csv"}, "extract": {"column": name}},
}
described = {
    "@context": {
        "@language": "en", "@vocab": "https://schema.org/", "sc": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/", "dct": "http://purl.org/dc/terms/", "conformsTo": "dct:conformsTo",
        "recordSet": "cr:recordSet", "field": "cr:field", "source": "cr:source", "extract": "cr:extract",
        "column": "cr:column", "fileObject": "cr:fileObject", "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    },
    "@type": "sc:Dataset", "name": "texts", "conformsTo": "http://mlcommons.org/croissant/1.1",
    "distribution": [{
        "@type": "cr:FileObject", "@id": "texts.csv", "name": "texts.csv", "contentUrl": "texts.csv",
        "encodingFormat": "text/csv", "sha256": hashlib.sha256(open("texts.csv", "rb").read()).hexdigest(),
    }],
    "recordSet": [{"@type": "cr:RecordSet", "@id": "texts", "name": "texts", "field": [field("printed"), field("symbol")]}],
}
json.dump(described, open("croissant.json", "w"))
records = [
    {name: value.decode() if isinstance(value, bytes) else value for name, value in record.items()}
    for record in mlcroissant.Dataset("croissant.json").records("texts")
]
print(records)
assert records[0] == {"texts/printed": "1.0", "texts/symbol": "7"}, records
PY

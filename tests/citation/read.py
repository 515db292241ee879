"""Reads the reference files in a folder with parsers that are not ours, and prints what they found as JSON.

Prints one object: file name -> fields. A file that a parser refuses, or reads only in part, has an "error". What pandoc
reads, from all files of a format at once, stands under the file's name with ` by pandoc` behind it.
"""

import json
import pathlib
import sys
import warnings

import bibtexparser
import pypandoc
import rispy
from bibtexparser import middlewares

warnings.simplefilter("ignore")


def bibtex(path):
    library = bibtexparser.parse_string(
        path.read_text(encoding="utf-8"),
        append_middleware=[middlewares.LatexDecodingMiddleware(), middlewares.MonthIntMiddleware()],
    )
    if library.failed_blocks or len(library.entries) != 1:
        return {"error": f"{len(library.entries)} entries, failed: {library.failed_blocks}"}
    entry = library.entries[0]
    fields = {name: str(field.value) for name, field in entry.fields_dict.items()}
    return {**fields, "key": entry.key, "type of entry": entry.entry_type}


def ris(path):
    references = rispy.loads(path.read_text(encoding="utf-8"))
    if len(references) != 1 or references[0].get("unknown_tag"):
        return {"error": f"{len(references)} references: {references}"}
    return references[0]


readers = {".bib": bibtex, ".ris": ris}
found = {}
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    if path.suffix in readers:
        try:
            found[path.name] = readers[path.suffix](path)
        except Exception as error:  # Whatever a parser throws is what the test is about.
            found[path.name] = {"error": repr(error)}

for suffix, format in ((".bib", "biblatex"), (".ris", "ris")):
    paths = sorted(path for path in pathlib.Path(sys.argv[1]).iterdir() if path.suffix == suffix)
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    for item in json.loads(pypandoc.convert_text(text, "csljson", format=format)):
        found[f"{item['id']}{suffix} by pandoc"] = item
json.dump(found, sys.stdout)

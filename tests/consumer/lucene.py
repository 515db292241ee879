"""Runs the analyzers and phrases of a mapping in Lucene, the library that OpenSearch is made of, and prints what they find:
field and words -> paths.

`match_phrase` of OpenSearch is Lucene's own way from words to a query, by the field's analyzer for searching.
"""

import json
import os
import pathlib
import sys

import jpype

jar = os.environ.get("LUCENE", "")
if not os.path.exists(jar):
    raise ModuleNotFoundError("no Lucene; `tests/run` unpacks it")
jpype.startJVM(classpath=[jar])
lucene = "org.apache.lucene"
HashMap, Paths, Custom, Directory, Writer, Config, PerField, Document, TextField, StringField, Reader, Searcher, Queries = (
    jpype.JClass(name)
    for name in [
        "java.util.HashMap",
        "java.nio.file.Paths",
        f"{lucene}.analysis.custom.CustomAnalyzer",
        f"{lucene}.store.ByteBuffersDirectory",
        f"{lucene}.index.IndexWriter",
        f"{lucene}.index.IndexWriterConfig",
        f"{lucene}.analysis.miscellaneous.PerFieldAnalyzerWrapper",
        f"{lucene}.document.Document",
        f"{lucene}.document.TextField",
        f"{lucene}.document.StringField",
        f"{lucene}.index.DirectoryReader",
        f"{lucene}.search.IndexSearcher",
        f"{lucene}.util.QueryBuilder",
    ]
)
Store = jpype.JClass(f"{lucene}.document.Field").Store

folder = pathlib.Path(sys.argv[1])
mapping = json.loads((folder / "out/mapping.json").read_text())
analysis = mapping["settings"]["analysis"]
fields = {name: field for name, field in mapping["mappings"]["properties"].items() if field["type"] == "text"}


def java(**values):
    taken = HashMap()
    for name, value in values.items():
        taken.put(name, str(value))
    return taken


def filter_of(name):
    """Returns what Lucene calls a filter of OpenSearch, and with what it is made."""
    told = analysis["filter"].get(name, {"type": name})
    match told["type"]:
        case "lowercase":
            return "lowercase", java()
        case "asciifolding":
            return "asciiFolding", java(preserveOriginal=str(told.get("preserve_original", False)).lower())
        case "stemmer":
            return "snowballPorter", java(language={"porter2": "English"}[told["language"]])
        case "synonym_graph":
            (folder / name).write_text("\n".join(told["synonyms"]))
            return "synonymGraph", java(synonyms=name, format="solr", expand="true")


def analyzer(name):
    told = analysis["analyzer"][name]
    builder = Custom.builder(Paths.get(str(folder)))
    for before in told.get("char_filter", []):
        replaced = analysis["char_filter"][before]
        builder.addCharFilter("patternReplace", java(pattern=replaced["pattern"], replacement=replaced["replacement"]))
    builder.withTokenizer(told["tokenizer"], java())
    for other in told.get("filter", []):
        builder.addTokenFilter(*filter_of(other))
    return builder.build()


analyzers = {name: analyzer(name) for name in analysis["analyzer"]}
by_field = HashMap()
for name, field in fields.items():
    by_field.put(name, analyzers[field["analyzer"]])
directory = Directory()
writer = Writer(directory, Config(PerField(analyzers["folded"], by_field)))
lines = (folder / "out/paragraphs.bulk.ndjson").read_text().splitlines()
for line in lines[1::2]:
    paragraph, document = json.loads(line), Document()
    document.add(StringField("path", paragraph["path"], Store.YES))
    for name in fields.keys() & paragraph.keys():
        document.add(TextField(name, paragraph[name], Store.NO))
    writer.addDocument(document)
writer.close()
searcher = Searcher(Reader.open(directory))


def found(name, words):
    field = fields[name]
    query = Queries(analyzers[field.get("search_analyzer", field["analyzer"])]).createPhraseQuery(name, words)
    hits = searcher.search(query, 10000).scoreDocs
    return sorted(str(searcher.doc(hit.doc).get("path")) for hit in hits)


asked = json.loads((folder / "phrases.json").read_text())
print(json.dumps([found(name, words) for name, words in asked]))

"""Puts what is written for OpenSearch into a program that speaks its interface, asks it, and prints what it found."""

import json
import pathlib
import sys
import urllib.error
import urllib.request

from osmem_server import OsmemServer

folder = pathlib.Path(sys.argv[1])
out = folder / "out"
mapping = json.loads((out / "mapping.json").read_text())


def ask(method, url, body, kind="application/json"):
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method, headers={"content-type": kind})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def refused(change):
    wrong = json.loads(json.dumps(mapping))
    change(wrong["settings"]["analysis"], wrong["mappings"]["properties"])
    return ask("PUT", f"{url}/wrong", wrong)[0]


with OsmemServer.start() as server, server.clone() as clone:
    url, index = clone.url, f"{clone.url}/archive"
    status, answer = ask("PUT", index, mapping)
    assert status == 200, answer

    def load(body):
        status, answer = ask("POST", f"{index}/_bulk?refresh=true", body, "application/x-ndjson")
        assert status == 200, answer
        return sorted({item["index"]["status"] for item in answer["items"]})

    def paths(query):
        status, answer = ask("POST", f"{index}/_search", {"query": query, "size": 10000})
        assert status == 200, answer
        return sorted(hit["_id"] for hit in answer["hits"]["hits"])

    pieces = [piece.read_bytes() for piece in sorted(out.glob("paragraphs.bulk*.ndjson"))]
    assert all(load(piece) == [201] for piece in pieces)
    found = {"again": load(pieces[0])}
    lines = pieces[0].split(b"\n")
    newer = json.loads(lines[0])
    newer["index"]["version"] += 1
    found["newer"] = load(json.dumps(newer).encode() + b"\n" + lines[1] + b"\n")[0]
    queries = json.loads((folder / "queries.json").read_text())
    found["found"] = {query: paths(asked) for query, asked in queries.items()}
    found["border"] = paths({"match_phrase": {"border": "on Tuesday declaration"}})
    facets = {"size": 0, "aggs": {"years": {"terms": {"field": "year"}}}}
    buckets = ask("POST", f"{index}/_search", facets)[1]["aggregations"]["years"]["buckets"]
    found["years"] = {bucket["key"]: bucket["doc_count"] for bucket in buckets}
    typed = {"analyzer": "text_en_asked", "text": "Cyber-space’s norms of behaviour"}
    tokens = ask("POST", f"{index}/_analyze", typed)[1]["tokens"]
    found["widened"] = [[token["token"], token["position"], token.get("positionLength", 1)] for token in tokens]
    found["many"] = ask("PUT", f"{url}/many", json.loads((folder / "many.json").read_text()))[0]
    found["refused"] = [
        refused(lambda analysis, fields: fields["year"].update(indexed=True)),
        refused(lambda analysis, fields: analysis["filter"]["en_stems"].update(language="porter3")),
        refused(lambda analysis, fields: fields["exact"].update(analyzer="none")),
    ]
print(json.dumps(found))

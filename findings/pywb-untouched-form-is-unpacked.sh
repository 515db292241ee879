#!/usr/bin/env bash
# Behaviour: the untouched form of a capture (id_) is not the bytes that were captured, unless the request says
#   that it takes gzip: a page stored packed comes unpacked, without Content-Encoding, and the digest that the
#   same archive's index lists for it agrees with nothing that came. Clients that send no Accept-Encoding
#   (Python's urllib, curl) get the one, those that ask for gzip the other.
# Version: pywb 2.10.0, warcio 1.8.0
# Expected otherwise because: pywb's documentation calls id_ the identity replay, the original content without
#   any change; the digest is there so that a copy can be proved.
#   Source: pywb/rewrite/content_rewriter.py.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pywb==2.10.0 warcio==1.8.0
cd "$folder"
"$folder/venv/bin/python" - "$folder/venv/bin" <<'PY'
import base64
import gzip
import hashlib
import http.client
import io
import json
import socket
import subprocess
import sys
import time
from importlib.metadata import version

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

programs = sys.argv[1]
print("pywb", version("pywb"), "warcio", version("warcio"))
page = b"<html><body><p>" + b"States shall act. " * 20 + b"</p></body></html>"
packed = gzip.compress(page, mtime=0)
with open("page.warc.gz", "wb") as file:
    writer = WARCWriter(file, gzip=True)
    headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", str(len(packed)))]
    headers = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
    payload = io.BytesIO(packed)
    writer.write_record(
        writer.create_warc_record("http://example.org/a", "response", payload=payload, http_headers=headers)
    )
for command in (["init", "coll"], ["add", "coll", "page.warc.gz"]):
    subprocess.run([f"{programs}/wb-manager", *command], check=True, capture_output=True)
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
command = [f"{programs}/wayback", "-b", "127.0.0.1", "-p", str(port)]
server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def get(path, headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.getheader("Content-Encoding"), answer.read()


def sha1(body):
    return base64.b32encode(hashlib.sha1(body).digest()).decode()


try:
    for _ in range(150):
        try:
            row = json.loads(get("/coll/cdx?url=http://example.org/a&output=json", {})[1].splitlines()[0])
            break
        except OSError:
            time.sleep(0.2)
    print("digest in the index", row["digest"], "of what was captured", sha1(packed))
    seen = []
    for asked in ({}, {"Accept-Encoding": "identity"}, {"Accept-Encoding": "gzip"}):
        encoding, body = get(f"/coll/{row['timestamp']}id_/http://example.org/a", asked)
        seen.append((encoding, body == packed, body == page))
        print(asked, "Content-Encoding:", encoding, "bytes:", len(body), "sha1:", sha1(body))
finally:
    server.terminate()
    server.wait()
assert row["digest"].split(":")[-1] == sha1(packed)
assert seen == [(None, False, True), (None, False, True), ("gzip", True, False)]
PY

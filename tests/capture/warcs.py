"""Captures pages of a host as files of records, in the ways in which tools do: one file a way, in a folder.

    warcs.py FOLDER HOST
"""

import gzip
import io
import pathlib
import subprocess
import sys
import zipfile

# Before the library that it watches.
from warcio.capture_http import capture_http
import requests
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

folder, host = pathlib.Path(sys.argv[1]), sys.argv[2]

# As the network gave them: whole, in chunks, packed; with pages that lead elsewhere or are none.
for name, path in [("whole", "/page"), ("chunked", "/chunked"), ("packed", "/gzip")]:
    with capture_http(str(folder / f"{name}.warc.gz")) as writer:
        writer.write_record(writer.create_warcinfo_record("f", {"software": "a tool", "operator": "A. Person"}))
        for other in [path, "/moved", "/none"]:
            requests.get(host + other, allow_redirects=False)


def record(writer, url, kind="response", body=b"", status="200 OK", date=None, **more):
    headers = StatusAndHeaders(status, [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    warc = {"WARC-Date": date} if date else {}
    return writer.create_warc_record(
        url, kind, payload=io.BytesIO(body), http_headers=headers, warc_headers_dict={**warc, **more}
    )


def write(name, records, packed=True, version="WARC/1.1"):
    with open(folder / name, "wb") as file:
        writer = WARCWriter(file, gzip=packed, warc_version=version)
        for make in records:
            writer.write_record(make(writer))


page = requests.get(host + "/page").content
url = host + "/page"
early, late = "2018-01-01T00:00:00Z", "2019-01-01T00:00:00.123456Z"

# A page that is the same as a year before is a revisit; a page that says that there is none has the same digest.
first = record(WARCWriter(io.BytesIO()), url, body=page, date=early)
WARCWriter(io.BytesIO()).write_record(first)
digest = first.rec_headers.get_header("WARC-Payload-Digest")


def revisit(writer):
    return writer.create_revisit_record(url, digest, url, early, warc_headers_dict={"WARC-Date": late})


write("revisit.warc.gz", [lambda w: record(w, url, body=page, date=early), revisit])
write("revisit-alone.warc.gz", [revisit])
write("none.warc", [lambda w: record(w, url, body=page, status="404 Not Found")], packed=False)
write("old.warc", [lambda w: record(w, url, body=page, date=early)], packed=False, version="WARC/1.0")
write("a.bin", [lambda w: record(w, url, body=page, date=early)], packed=False)
write("resource.warc.gz", [lambda w: w.create_warc_record(
    url, "resource", payload=io.BytesIO(page), warc_content_type="text/html", warc_headers_dict={"WARC-Date": early})])
write("two.warc.gz", [lambda w: record(w, url, body=page.replace(b"boil", b"simmer"), date=early),
                      lambda w: record(w, url, body=page, date=late)])
write("archive.warc.gz", [
    lambda w: record(w, url, body=page.replace(b"boil", b"simmer"), date=early),
    lambda w: record(w, url, body=page, date=late),
    lambda w: record(w, url, body=b"<h1>Not found</h1>", status="404 Not Found", date="2020-01-01T00:00:00Z"),
    lambda w: record(w, host + "/twin", body=page.replace(b"Exampleville", b"Elsewhere"), date=late),
])
write("empty.warc.gz", [lambda w: record(w, url, body=b"", date=early)])

# What must be refused.
whole = (folder / "whole.warc.gz").read_bytes()
plain = gzip.decompress(whole)
(folder / "cut.warc.gz").write_bytes(whole[: len(whole) // 3])
(folder / "cut.warc").write_bytes(plain[: plain.index(b"WARC-Target-URI") + 900])
(folder / "changed.warc").write_bytes(plain.replace(b"kettles boil", b"kettles rust", 1))
(folder / "whole.warc").write_bytes(plain)
(folder / "one-member.warc.gz").write_bytes(gzip.compress(plain))
(folder / "bomb.warc.gz").write_bytes(gzip.compress(plain + b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 300000000\r\n\r\n" + bytes(300_000_000)))

# Packages, one of them changed after it was made.
for name, of, main in [("package", "whole", "/page"), ("package-chunked", "chunked", "/chunked")]:
    of = str(folder / f"{of}.warc.gz")
    subprocess.run(["wacz", "create", "-o", str(folder / f"{name}.wacz"), of, "--url", host + main], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def again(name, change):
    """Writes the first package anew, its files as `change` makes them; nothing leaves a file out."""
    with zipfile.ZipFile(folder / "package.wacz") as old, zipfile.ZipFile(folder / name, "w") as new:
        for member in old.namelist():
            content = change(member, old.read(member))
            if content is not None:
                new.writestr(member, content)


changed = gzip.compress((folder / "changed.warc").read_bytes())
again("changed.wacz", lambda name, content: changed if name.startswith("archive/") else content)
again("relisted.wacz", lambda name, content: content.replace(b"whole.warc", b"other.warc") if name == "datapackage.json" else content)
again("unlisted.wacz", lambda name, content: b'{"resources": []}' if name == "datapackage.json" else None if "digest" in name else content)
again("hollow.wacz", lambda name, content: None if name.startswith("archive/") else content)
(folder / "cut.wacz").write_bytes((folder / "package.wacz").read_bytes()[:-200])

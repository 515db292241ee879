"""Reads the pages and feeds in a folder as programs do that take articles out of pages, and prints what they found.

The folder holds pages (`*.html`) and feeds (`*.atom`); `addresses.json` says where each stood. Prints one object: file ->
reader -> fields.
"""

import json
import pathlib
import sys
import warnings

import feedparser
import newspaper
import trafilatura
from trafilatura.metadata import extract_metadata

warnings.simplefilter("ignore")
folder = pathlib.Path(sys.argv[1])
addresses = json.loads((folder / "addresses.json").read_text(encoding="utf-8"))


def by_trafilatura(html, address):
    data = extract_metadata(html, default_url=address)
    text = trafilatura.extract(html, url=address, include_comments=False, favor_recall=True)
    return {"title": data.title, "author": data.author, "date": data.date, "site": data.sitename, "text": text or ""}


def by_newspaper(html, address):
    article = newspaper.Article(address)
    article.download(input_html=html)
    article.parse()
    date = article.publish_date and str(article.publish_date)[:10]
    author = "; ".join(article.authors) or None
    return {"title": article.title, "author": author, "date": date, "site": article.meta_site_name, "text": article.text}


found = {}
for path in sorted(folder.iterdir()):
    if path.suffix == ".html":
        html, address = path.read_text(encoding="utf-8"), addresses[path.name]
        found[path.name] = {
            "trafilatura": by_trafilatura(html, address),
            "newspaper4k": by_newspaper(html, address),
        }
    elif path.suffix == ".atom":
        feed = feedparser.parse(path.read_bytes())
        entries = [{name: entry.get(name) for name in ("title", "link", "author")} for entry in feed.entries]
        found[path.name] = {"feedparser": {"faulty": bool(feed.bozo), "entries": entries}}
json.dump(found, sys.stdout)

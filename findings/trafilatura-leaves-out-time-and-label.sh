#!/usr/bin/env bash
# Behaviour: the day by which something is due vanishes from the middle of a sentence. trafilatura takes
#   <time> out together with its words, as it does <label>, <output> and others: "report by 8 April 2018 at
#   the latest" becomes "report by at the latest", and "<label>shall not</label>" is gone. Nothing is told.
# Version: trafilatura 2.3.1
# Expected otherwise because: <time> is phrasing content with words to read (HTML standard), and inline
#   elements such as <abbr> or <cite> only lose their tags. Source: trafilatura/settings.py, where "time"
#   stands among the elements to be removed and not among those to be stripped.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check trafilatura==2.3.1 lxml_html_clean==0.4.6
"$folder/venv/bin/python" - <<'PY'
from importlib.metadata import version

import trafilatura

print("trafilatura", version("trafilatura"))


def filler(number):
    return (f"<p>{number}. Every State that takes part in this meeting should share with the others what it has "
            f"learned about incidents of kind {number}, as far as its law allows, before the next meeting.</p>")


def sentence(html):
    page = ("<html><body><article><h1>Joint statement</h1>" + "".join(filler(n) for n in range(1, 6))
            + f"<p>6. {html}</p>" + "".join(filler(n) for n in range(7, 10)) + "</article></body></html>")
    text = next(line for line in trafilatura.extract(page).splitlines() if line.startswith("6."))
    print(html, "->", text)
    return text


assert sentence("States report by <abbr>8 April 2018</abbr> at the latest.") == "6. States report by 8 April 2018 at the latest."
assert sentence('States report by <time datetime="2018-04-08">8 April 2018</time> at the latest.') == "6. States report by at the latest."
assert sentence("States <label>shall not</label> act.") == "6. States act."
PY

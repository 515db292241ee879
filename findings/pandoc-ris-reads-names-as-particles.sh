#!/usr/bin/env bash
# Behaviour: an institution is taken apart as if it were a person. pandoc takes a word of a RIS author that does not begin
#   with a capital for a particle, and no letter of Japanese or Arabic is a capital: the word before the last becomes
#   the "dropping-particle" of the last, which alone is the family name.
# Version: pandoc 3.9 (pypandoc_binary 1.17)
# Expected otherwise because: RIS parts family and given names at a comma, here is none, and the like name in capital
#   letters, or as one word, is kept whole as the family name.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pypandoc_binary==1.17
"$folder/venv/bin/python" - <<'PY'
import json

import pypandoc

print("pandoc", pypandoc.get_pandoc_version())


def author(name):
    entry = f"TY  - RPRT\nAU  - {name}\nTI  - Norms\nPY  - 2018\nER  - \n"
    found = json.loads(pypandoc.convert_text(entry, "csljson", format="ris"))[0]["author"][0]
    print(name, "->", json.dumps(found, ensure_ascii=False))
    return found


author("Auswärtiges")
for name in ["外務省 総合外交政策局", "وزارة الخارجية"]:
    found = author(name)
    assert found != {"family": name} and found != {"literal": name}, found
PY

"""Says which addresses Python's own reader of robots files would fetch: a list of true and false."""

import json
import pathlib
import sys
from urllib.robotparser import RobotFileParser

folder = pathlib.Path(sys.argv[1])
rules = RobotFileParser()
rules.parse((folder / "robots.txt").read_text(encoding="utf-8").splitlines())
addresses = json.loads((folder / "addresses.json").read_text(encoding="utf-8"))
json.dump([rules.can_fetch("*", f"https://archive.example{address}") for address in addresses], sys.stdout)

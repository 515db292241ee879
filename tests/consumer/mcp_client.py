"""Asks the archive by the official client of the Model Context Protocol, over HTTP and over pipes, in three ways each.

The folder holds `targets.json`: the address, and the program. Prints one object: way -> what was answered.
"""

import asyncio
import json
import pathlib
import sys

from mcp import MCPError, StdioServerParameters
from mcp.client.client import Client
from mcp.client.stdio import stdio_client

CALLS = {
    "search": {"query": "cyber"},
    "get_paragraph": {"path": "/2018-ise-shima-cyber-group-report/p/3"},
    "check_quotation": {"quotation": "the same rights that people have offline"},
    "find_citation": {"citation": "Lucca 2017 para 4"},
}


async def told(target, mode):
    async with Client(target, mode=mode) as client:
        found = {"version": client.protocol_version, "tools": [tool.name for tool in (await client.list_tools()).tools]}
        for name, arguments in CALLS.items():
            found[name] = (await client.call_tool(name, arguments)).structured_content
        found["misused"] = (await client.call_tool("search", {"query": 3})).is_error
        try:
            await client.call_tool("nothing", {})
        except MCPError as error:
            found["unknown"] = str(error)
        return found


async def main():
    targets = json.loads((pathlib.Path(sys.argv[1]) / "targets.json").read_text(encoding="utf-8"))
    found = {}
    for mode in ["auto", "legacy", "2026-07-28"]:
        found[f"http {mode}"] = await told(targets["http"], mode)
        pipes = stdio_client(StdioServerParameters(command=targets["pipes"], args=["mcp"]))
        found[f"pipes {mode}"] = await told(pipes, mode)
    json.dump(found, sys.stdout)


asyncio.run(main())

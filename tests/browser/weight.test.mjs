// What a visitor's line carries: bytes on the wire, headers included, on a first visit and on the next.
import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, sites } from "./site.mjs";

const { own } = await sites();
const chrome = await browser();
const FIRST = 60_000;
const NEXT = 15_000;

const visits = {
  results: ["/search?q=cyber", "/search?q=international+law"],
  document: ["/2018-ise-shima-cyber-group-report", "/2017-the-hill-lucca-report"],
};

for (const [name, paths] of Object.entries(visits)) {
  for (const [first, next] of [paths, paths.toReversed()]) {
    test(`${name} at ${first} weighs at most ${FIRST} bytes, then ${next} at most ${NEXT}`, async (t) => {
      const context = await chrome.newContext();
      const page = await context.newPage();
      const wire = await context.newCDPSession(page);
      await wire.send("Network.enable");
      let bytes = 0;
      wire.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
      const weigh = async (path) => {
        bytes = 0;
        await page.goto(own + path, { waitUntil: "networkidle" });
        return bytes;
      };
      const arrived = await weigh(first);
      const after = await weigh(next);
      t.diagnostic(`measured: ${first}: ${arrived} bytes on a first visit, ${next}: ${after} on the next`);
      assert.ok(arrived <= FIRST, `${arrived} bytes`);
      assert.ok(after <= NEXT, `${after} bytes`);
      await context.close();
    });
  }
}

// The very string that `/oembed` gives, on a page of another origin: words, source and link first, then a frame with
// style and fonts, though its sandbox makes it of no origin.
import { createServer } from "node:http";
import { test, after } from "node:test";
import assert from "node:assert/strict";
import { browser, sites } from "./site.mjs";

const { own } = await sites();
const chromium = await browser();

test("a frame on a page of another origin has style and fonts", async () => {
  const path = "/2018-ise-shima-cyber-group-report/p/4";
  const answer = await (await fetch(`${own}/oembed?url=${encodeURIComponent(own + path)}`)).json();
  const host = createServer((_, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(`<!doctype html><html lang="en"><title>Elsewhere</title><body>${answer.html}`);
  });
  await new Promise((ready) => host.listen(0, "127.0.0.1", ready));
  after(() => host.close());

  const page = await chromium.newPage();
  const loaded = [];
  page.on("requestfinished", async (request) => loaded.push(new URL(request.url()).pathname));
  const failed = [];
  page.on("requestfailed", (request) => failed.push(`${request.url()}: ${request.failure().errorText}`));
  const said = [];
  page.on("console", (message) => said.push(message.text()));
  await page.goto(`http://127.0.0.1:${host.address().port}/`, { waitUntil: "networkidle" });
  assert.deepEqual(failed, []);
  assert.deepEqual(said, []);
  for (const kind of ["site", "source-serif", "public-sans"]) {
    assert.ok(loaded.some((path) => path.includes(`/${kind}.`)), `${kind} was not loaded: ${loaded}`);
  }
  const frame = page.frames().find((frame) => frame.url().endsWith("/embed"));
  const look = await frame.evaluate(() => ({
    origin: self.origin,
    family: getComputedStyle(document.querySelector(".words")).fontFamily,
    fonts: [...document.fonts].filter((font) => font.status === "loaded").length,
  }));
  assert.equal(look.origin, "null");
  assert.match(look.family, /Archive Serif/);
  assert.ok(look.fonts >= 1, "no font arrived");

  const quotation = page.locator("blockquote");
  assert.ok((await quotation.innerText()).includes("malicious cyber activity") || (await quotation.innerText()).length > 200);
  assert.equal(await quotation.locator("a").getAttribute("href"), own + path);
  assert.ok(await page.evaluate(() => document.querySelector("blockquote").compareDocumentPosition(document.querySelector("iframe")) & 4));
});

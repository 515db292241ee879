// The Nu HTML checker finds nothing to say about any page that a crawl from the first page reaches.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import vnu from "vnu-jar";
import { PAGES, full, sites, temporary } from "./site.mjs";

const bases = await sites();
const run = promisify(execFile);
const java = await run("java", ["-version"]).then(
  () => true,
  () => false,
);

/** Crawls from every listed page and returns each page's markup; outside the full matrix a few hundred are enough. */
const crawl = async (limit) => {
  const found = new Map();
  const waiting = PAGES.map(({ site, path }) => bases[site] + path);
  const seen = new Set(waiting);
  while (waiting.length > 0 && found.size < limit) {
    const address = waiting.shift();
    const answer = await fetch(address);
    if (!answer.headers.get("content-type")?.startsWith("text/html")) {
      await answer.body?.cancel();
      continue;
    }
    const markup = await answer.text();
    found.set(address, markup);
    const { origin } = new URL(address);
    for (const [, href] of markup.matchAll(/<a [^>]*href="([^"]+)"/g)) {
      const link = new URL(href.replaceAll("&amp;", "&").replaceAll("&#38;", "&"), address);
      link.hash = "";
      if (link.origin === origin && !seen.has(link.href)) {
        seen.add(link.href);
        waiting.push(link.href);
      }
    }
  }
  return found;
};

test("the Nu checker is content with every crawled page", { skip: java ? false : "no Java" }, async (t) => {
  const pages = await crawl(full ? 1500 : 250);
  const folder = temporary();
  const names = new Map();
  for (const [address, markup] of pages) {
    const name = `${names.size}.html`;
    names.set(name, address);
    writeFileSync(join(folder, name), markup);
  }
  const { stderr } = await run("java", ["-Xss2m", "-jar", vnu, "--format", "json", "--exit-zero-always", folder], { maxBuffer: 1 << 28 });
  const told = JSON.parse(stderr).messages.map((it) => `${names.get(it.url.split("/").pop())}: ${it.message} ${it.extract ?? ""}`);
  t.diagnostic(`measured: ${pages.size} pages checked`);
  assert.ok(pages.size > 50, `${pages.size} pages`);
  assert.equal([...new Set(told)].slice(0, 20).join("\n"), "");
});

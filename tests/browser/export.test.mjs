// A copy of the site in files, opened from its folder and from a plain host of files: its search against the server's.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { AxeBuilder } from "@axe-core/playwright";
import { browser, full, serve, temporary } from "./site.mjs";

const BASE = "https://archive.example";
const HOSTILE = fileURLToPath(new URL("./corpus", import.meta.url));

const copied = (...flags) => {
  const folder = join(temporary(), "copy");
  execFileSync(process.env.G7CYBER_BINARY, ["export", folder, "--base-url", BASE, ...flags], { cwd: "/", stdio: ["ignore", "ignore", "pipe"] });
  return folder;
};

/** A host of files that knows nothing of the archive. */
const host = (folder) =>
  new Promise((resolve) => {
    const python = spawn("python3", ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", folder], { stdio: ["ignore", "pipe", "ignore"] });
    after(() => python.kill());
    python.stdout.on("data", (chunk) => {
      const port = String(chunk).match(/port (\d+)/);
      if (port) resolve(`http://127.0.0.1:${port[1]}`);
    });
  });

const folder = copied();
const hostile = copied("--corpus", HOSTILE);
const [own, other] = [await serve(), await serve("--corpus", HOSTILE)];
after(() => [own, other].forEach(({ stop }) => stop()));
const files = pathToFileURL(folder).href;
const hosted = await host(folder);
const chrome = await browser();

/** Queries of every kind; the last are read with `match=any`. */
const QUERIES = [
  "cyber", "ransomware", "law", "attack", "attacks", "attacking", "states", "State's", "behaviour", "behavior", "sought", "children", "worse",
  "cyberspace", "cyber space", "cyber-space", "cyberattack", "cyber attack", "cyber-attacks", "ICT", "ICTs", "US", "us", "information technology",
  "international law", "malicious activity", "critical infrastructure", "norms of behaviour", "law international", "responsible state behaviour cyberspace",
  "the", "the of", "rule of law", "\"international law\"", "\"rule of law\"", "\"cyber space\"", "\"the same rights\"", "=\"states\"", "=states", "\"state\"",
  "\"norms of responsible state behaviour\"", "\"norms of responsible state behavior\"", "=\"international law\"", "‘international law’", "“human rights”",
  "law -international", "cyber NOT law", "-cyber", "law -(international OR domestic)", "cyber -\"human rights\"", "norms -norm",
  "norms OR law", "(norms OR law) peacetime", "x OR law", "\"international law\" OR \"human rights\"", "norms AND law", "norms AND (peacetime OR law)", "a b OR c",
  "secur*", "crypto*", "\"malicious cyber*\"", "cyb* law", "democra* -law", "ab*", "*cyber", "inter* AND nation*",
  "\"malicious cyber\"~8", "norms NEAR/8 peacetime", "\"international law\" NEAR/8 cyberspace", "law NEAR state", "(norms OR law) NEAR/3 international",
  "the NEAR/2 the", "states NEAR/5 states", "cyber NEAR/10 law NEAR/10 international", "law w/5 state",
  "year:2018", "year:2018 law", "year:2016..2018 cyber", "year:2017.. cyber", "year:2016–2018 norms", "kind:press-report", "kind:\"press report\" cyber", "kind:chairs-report law",
  "presidency:Canada cyber", "presidency:italy law", "forum:foreign-ministers norms", "document:2018-ise-shima-cyber-group-report law", "document:lucca norms",
  "topic:norms law", "mentions:un-charter", "mentions:un-charter law", "cites:un-charter norms", "language:en cyber", "kind:nothing law", "colour:red law",
  "zeppelin", "cyber zeppelin", "norms of zeppelin behaviour", "quantum unicorn law", "\"no such words here\" law", "cyber law peacetime zeppelin norms", "the zeppelin",
  "\"unclosed phrase", "((law", "law)", "law OR", "NOT", "law AND AND norms", "law~2", "5%", "don't", "e-mail and/or", "COMMUNIQUÉ", "état", "naïve", "LAW OR SEA", "2018", "10⁶",
  "sovereignty attribution countermeasures", "what does international law say about cyber attacks by states",
];
const ANY = ["international law cyberspace", "cyber-attack norms", "zeppelin law", "attribution of attacks", "responsible behaviour", "law -norms", "the of law", "\"human rights\" law", "quantum norms", "rule of law"];

/** What the server finds, in its order. */
const served = async (base, query, more = "") => {
  const answer = await (await fetch(`${base}/search.json?q=${encodeURIComponent(query)}&limit=200${more}`)).json();
  return { total: answer.total, match: answer.match, hits: answer.hits.map(({ path, spans }) => [path, JSON.stringify(spans)]) };
};
/** What stands beside the server's first hit. */
const margin = async (query) => {
  const page = await opened(`${own.base}/search?q=${encodeURIComponent(query)}`);
  return page.textContent(".hit .number >> nth=0");
};
/** What the copy finds. */
const found = (page, query, any) =>
  page.evaluate(
    async ([query, any]) => {
      const { planner, matching } = window.g7;
      const index = (window.index ??= await planner.open());
      const { hits, plan, matched } = await matching.search(index, query, { any });
      const one = async ({ paragraph }) => {
        const hit = await matching.inText(paragraph);
        const points = (at) => [...hit.text.slice(0, at)].length;
        return [`/${hit.id}/p/${hit.number}`, JSON.stringify(hit.spans(plan).map((span) => span.map(points)))];
      };
      return { total: hits.length, match: matched, hits: await Promise.all(hits.slice(0, 200).map(one)) };
    },
    [query, any],
  );

const opened = async (address) => {
  const page = await (await chrome.newContext()).newPage();
  await page.goto(address);
  return page;
};

for (const [name, copy, server, queries, any] of [
  ["the archive's own texts", files, own.base, QUERIES, ANY],
  ["texts that are long, hostile or in other languages", pathToFileURL(hostile).href, other.base, QUERIES.slice(0, 60).concat(["الفضاء", "ministers", "long", "サイバー", "공간", "législation"]), ANY],
]) {
  test(`a copy finds what the server finds, in its order: ${name}`, async () => {
    const page = await opened(`${copy}/search/index.html`);
    const differences = [];
    for (const [query, more] of [...queries.map((query) => [query, ""]), ...any.map((query) => [query, "&match=any"])]) {
      const [here, there] = [await found(page, query, more !== ""), await served(server, query, more)];
      try {
        assert.deepEqual(here, there);
      } catch {
        const at = there.hits.findIndex((hit, place) => JSON.stringify(hit) !== JSON.stringify(here.hits[place]));
        differences.push(`${query}${more}: ${here.total} ${here.match} / ${there.total} ${there.match}; at ${at}: ${here.hits[at]} / ${there.hits[at]}`);
      }
    }
    assert.deepEqual(differences, []);
  });
}

for (const [name, base] of [
  ["its folder", files],
  ["a host of files", hosted],
]) {
  test(`no link of a copy is dead in a browser, opened from ${name}`, async () => {
    const context = await chrome.newContext();
    const page = await context.newPage();
    const complaints = [];
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && complaints.push(`${page.url()}: ${message.text()}`));
    page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
    // What the next page cuts off is no failure.
    page.on("requestfailed", (request) => request.failure().errorText !== "net::ERR_ABORTED" && complaints.push(`${request.url()}: ${request.failure().errorText}`));
    page.on("response", (answer) => answer.status() >= 400 && complaints.push(`${answer.url()}: ${answer.status()}`));
    const [waiting, seen] = [[`${base}/index.html`], new Set()];
    while (waiting.length > 0) {
      const address = waiting.pop();
      const bare = address.split("#")[0].split("?")[0];
      if (seen.has(bare)) continue;
      seen.add(bare);
      if (!bare.endsWith(".html")) {
        // What is no page is looked for where it lies.
        if (!existsSync(join(folder, decodeURI(bare.slice(base.length))))) complaints.push(`${bare} is not there`);
        continue;
      }
      // The first pages of a kind are opened, all others are read: hundreds are made of the same template.
      await page.goto(address, { waitUntil: "load" });
      const links = await page.evaluate(() => [...document.querySelectorAll("[href], [src]")].map((element) => element.href?.baseVal ?? element.href ?? element.src));
      waiting.push(...links.filter((link) => String(link).startsWith(base)));
    }
    assert.deepEqual(complaints, []);
    assert.ok(seen.size > 800, `${seen.size} files were reached`);
    await context.close();
  });

  test(`a reader searches, goes on and comes back in a copy opened from ${name}`, async () => {
    const page = await opened(`${base}/index.html`);
    await page.fill("#q", "\"international law\" -Syria");
    await page.keyboard.press("Enter");
    await page.waitForSelector("main[data-done] .hit");
    const there = await served(own.base, "\"international law\" -Syria");
    assert.match(await page.textContent("h1"), new RegExp(`^${there.total} paragraphs? in \\d+ documents?$`));
    const hits = await page.$$eval(".hit .number", (links) => links.map(({ href }) => href.replace(/^.*\/((?:19|20)\d\d-[^/]+\/p\/\d+)\/index.html$/, "/$1")));
    assert.deepEqual(hits, there.hits.slice(0, 20).map(([path]) => path));
    assert.equal(await page.textContent(".hit .number >> nth=0"), await margin("\"international law\" -Syria"));
    assert.ok((await page.$$eval("mark", (marks) => marks.map(({ textContent }) => textContent.toLowerCase()))).every((mark) => mark === "international law"));
    await page.click(".hit .number >> nth=0");
    await page.waitForURL(/\/p\/\d+\/index\.html$/);
    assert.equal(await page.getAttribute("link[rel=canonical]", "href"), `${BASE}${hits[0]}`);
    // Narrowed, ordered, any word: all in the address.
    await page.goto(`${base}/search/index.html?q=law+norms&match=any&sort=oldest&year=2018`);
    await page.waitForSelector("main[data-done] .hit");
    const narrowed = await served(own.base, "law norms", "&match=any&sort=oldest&year=2018");
    assert.match(await page.textContent("h1"), new RegExp(`^${narrowed.total} `));
    assert.equal(await page.locator(".chip").count(), 1);
    await page.goto(`${base}/search/index.html?q=zeppelin`);
    await page.waitForSelector("main[data-done] h1");
    assert.equal(await page.textContent("h1"), "No paragraph found");
  });

  test(`citations, fingerprints, printed numbers and quotations lead on in a copy opened from ${name}`, async () => {
    const page = await opened(`${base}/index.html`);
    const leads = async (address, path) => {
      await page.goto(`${base}/${address}`);
      await page.waitForURL((url) => url.pathname.endsWith(`${path}/index.html`), { timeout: 5000 });
    };
    const tells = async (address, words) => {
      await page.goto(`${base}/${address}`);
      await page.waitForSelector("#found .notice");
      assert.match(await page.textContent("#found"), words, address);
    };
    const id = "2018-ise-shima-cyber-group-report";
    const { fingerprint } = await (await fetch(`${own.base}/${id}/p/3.json`)).json();
    await leads(`f/index.html?f=${fingerprint.slice(0, 12)}`, `${id}/p/3`);
    await leads(`f/index.html?f=${fingerprint}`, `${id}/p/3`);
    await tells("f/index.html?f=0123456789ab", /No wording/);
    await tells("f/index.html?f=xyz", /12 to 64 hex digits/);
    await leads(`para/index.html?d=${id}&n=3.`, `${id}/p/3`);
    await tells(`para/index.html?d=${id}&n=99`, /No paragraph/);
    await tells("para/index.html?d=2018-none&n=1", /knows no document/);
    await leads(`go/index.html?c=${encodeURIComponent(`${BASE}/${id}/p/4).`)}`, `${id}/p/4`);
    await leads(`go/index.html?c=${encodeURIComponent("Ise-Shima Cyber Group report 2018 para 5")}`, `${id}/p/5`);
    await leads(`go/index.html?c=${encodeURIComponent(id)}`, id);
    await tells("go/index.html?c=zeppelin+1912", /Nothing here is called so/);
    await tells(`check/index.html?q=${encodeURIComponent("the same rights that people have offline must also be protected online")}`, /exactly so in 1 paragraph/);
    await tells("check/index.html?q=the+same+rights+that+zeppelins+have", /No text of this copy has these words/);
    await tells("list/index.html?kind=press-report", /documents: press report/i);
    await page.goto(`${base}/copy/index.html?at=%2Fterm%3Ft%3Dlaw#history`);
    assert.equal(await page.getAttribute("#asked a", "href"), `${BASE}/term?t=law`);
    assert.ok(await page.isVisible("#asked"));
  });
}

test("a page that needs a script says so where there is none", async () => {
  const page = await (await chrome.newContext({ javaScriptEnabled: false })).newPage();
  for (const path of ["search", "go", "f", "para", "check", "list"]) {
    await page.goto(`${files}/${path}/index.html?q=law`);
    assert.match(await page.textContent("main"), /switched off/, path);
  }
});

const STATES = ["index.html", "search/index.html", "search/index.html?q=law", "search/index.html?q=zeppelin", "search/index.html?q=cyber&year=2018", "check/index.html", "check/index.html?q=international+law",
  "go/index.html?c=report", "f/index.html", "list/index.html?kind=press-report", "copy/index.html?at=%2Fterm", "documents/index.html", "2018-ise-shima-cyber-group-report/index.html",
  "2018-ise-shima-cyber-group-report/p/3/index.html", "2018-ise-shima-cyber-group-report/p/3/cite/index.html", "help/index.html", "data/index.html"];
for (const [colours, width] of [["light", 1280], ["dark", 320]]) {
  test(`axe finds nothing on the pages of a copy, ${colours}, ${width} px`, async () => {
    // Only here the rules of the page are bypassed: axe is a script that is not the archive's own.
    const context = await chrome.newContext({ bypassCSP: true, colorScheme: colours, viewport: { width, height: 800 }, reducedMotion: "reduce" });
    for (const state of full ? STATES : STATES.slice(0, 11)) {
      const page = await context.newPage();
      await page.goto(`${hosted}/${state}`);
      if (state.startsWith("search/") && state.includes("?")) await page.waitForSelector("main[data-done]");
      if (state.includes("?")) await page.waitForTimeout(200);
      const { violations } = await new AxeBuilder({ page }).analyze();
      assert.deepEqual(violations.map(({ id, nodes }) => [state, id, nodes[0].html.slice(0, 120)]), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${state} is ${wide} px too wide`);
      await page.close();
    }
    await context.close();
  });
}

test("a first search loads at most 60 kB of scripts, and no script is larger than 64 kB", async () => {
  const sizes = (below) => readdirSync(join(folder, "search"), { recursive: true }).filter((file) => file.endsWith(".js") && file.startsWith(below)).map((file) => [file, statSync(join(folder, "search", file)).size]);
  assert.deepEqual(sizes("").filter(([file, size]) => size > 64 * 1024 && file !== "head.js"), []);
  for (const query of ["cyber", "law", "norms of responsible state behaviour"]) {
    const page = await (await chrome.newContext()).newPage();
    const loaded = new Map();
    page.on("response", async (answer) => answer.request().resourceType() === "script" && loaded.set(answer.url(), (await answer.body()).length));
    await page.goto(`${hosted}/search/index.html`, { waitUntil: "networkidle" });
    const before = [...loaded.values()].reduce((sum, size) => sum + size, 0);
    await page.goto(`${hosted}/search/index.html?q=${encodeURIComponent(query)}`, { waitUntil: "networkidle" });
    const after = [...loaded.values()].reduce((sum, size) => sum + size, 0);
    assert.ok(after - before <= 60_000, `${query}: ${after - before} bytes`);
    await page.close();
  }
});

// What a new journalist and a new researcher come for, who know nothing but the address of the first page: each task
// begins at `/`, is done by what can be seen and clicked there, and ends with the thing itself in hand.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { browser, sites } from "./site.mjs";

const { own } = await sites();
const chrome = await browser();

const WIDTHS = { "at a desk": { width: 1280, height: 900 }, "on a telephone": { width: 360, height: 740 } };

const arrive = async (viewport) => {
  const context = await chrome.newContext({ baseURL: own, viewport, acceptDownloads: true });
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: own });
  const page = await context.newPage();
  page.setDefaultTimeout(20000);
  await page.goto("/");
  // From here on no address is typed.
  page.goto = () => assert.fail("a task is done by clicking");
  return page;
};

const search = async (page, words) => {
  await page.getByLabel("Search the texts").fill(words);
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL(/\/search\?q=/);
};

/** Clicks what leads on, and waits until the next page is there. */
const follow = async (page, link) => {
  const before = page.url();
  await link.click();
  await page.waitForURL((url) => String(url) !== before);
};

const copied = async (page, button) => {
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await button.click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()) !== "");
  return page.evaluate(() => navigator.clipboard.readText());
};

const downloaded = async (page, link) => {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    // A file that the browser would show is saved, as by the menu of a link.
    link.evaluate((element) => element.setAttribute("download", "")).then(() => link.click()),
  ]);
  return readFileSync(await download.path(), "utf8");
};

for (const [where, viewport] of Object.entries(WIDTHS)) {
  test(`exact words and link of a half-remembered quotation, ${where}`, async () => {
    const page = await arrive(viewport);
    await page.getByLabel("Check a quotation").fill("people have the same rights online as they have offline");
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await page.waitForURL(/\/check/);
    const main = await page.locator("main").innerText();
    assert.match(main, /Ise-Shima Cyber Group report, paragraph 5/);
    const words = await copied(page, page.getByRole("button", { name: "Copy the text’s sentence" }).first());
    assert.match(words, /^They emphasized that the same rights that people have offline must also be protected online and /);
    assert.match(words, /relevant treaties\.$/);
    const link = await copied(page, page.getByRole("button", { name: /^Copy link/ }).first());
    assert.ok(link.startsWith(`${own}/2018-ise-shima-cyber-group-report/p/5`), link);
    // The words that were copied are exact, and the page says so.
    await page.locator("textarea").first().fill(words);
    await page.getByRole("button", { name: "Check", exact: true }).click();
    await page.getByText("Exact", { exact: false }).first().waitFor();
    assert.ok((await page.locator(".verdict.exact").count()) > 0);
    await page.context().close();
  });

  test(`a citation for Zotero, ${where}`, async () => {
    const page = await arrive(viewport);
    await search(page, "Budapest Convention");
    await follow(page, page.locator(".hit").first().getByRole("link", { name: "Cite" }));
    assert.match(await page.locator("h1").innerText(), /^Cite .*paragraph 4$/);
    const file = await downloaded(page, page.getByRole("link", { name: /Zotero/ }).first());
    for (const line of ["TY  - RPRT", "TI  - Chair's Report of the Meeting of the G7 Ise-Shima Cyber Group", "SE  - para 4", "DA  - 2018/04/23/"]) {
      assert.ok(file.includes(line), `${line}: ${file}`);
    }
    assert.ok(file.includes(`UR  - ${own}/2018-ise-shima-cyber-group-report/p/4`), file);
    // Zotero's button in the browser reads the page itself.
    await follow(page, page.getByRole("link", { name: "Paragraph 4" }));
    const said = (name) => page.locator(`meta[name="${name}"]`).first().getAttribute("content");
    assert.match(await said("citation_title"), /Chair's Report of the Meeting/);
    assert.match(await said("citation_author"), /^G7 Ise-Shima Cyber Group/);
    await page.context().close();
  });

  test(`all uses of a phrase as a table, ${where}`, async () => {
    const page = await arrive(viewport);
    await search(page, '"international law"');
    await follow(page, page.getByRole("link", { name: "Every use in a line" }));
    const told = Number((await page.locator("h1").innerText()).match(/^(\d+) lines/)[1]);
    assert.equal(await page.locator("table.kwic tbody tr").count(), told);
    assert.ok(told > 5);
    const table = await downloaded(page, page.getByRole("link", { name: "CSV", exact: true }));
    const rows = table.trim().split("\r\n");
    assert.match(rows[0], /,left,keyword,right,/);
    assert.equal(rows.length - 1, told, "a row for each use");
    assert.ok(rows.slice(1).every((row) => /international law/i.test(row)), table);
    await page.context().close();
  });

  test(`what is not held on a subject and where to find it, ${where}`, async () => {
    const page = await arrive(viewport);
    await search(page, "quantum");
    assert.match(await page.locator("h1").innerText(), /No paragraph found/);
    const records = page.locator("section", { has: page.locator("#records") });
    assert.match(await records.locator("h2").innerText(), /text is not held/i);
    const found = records.locator(":scope > .listing > li");
    assert.ok((await found.count()) >= 3);
    assert.ok((await found.first().locator("mark").count()) > 0, "why it is found is marked");
    // Each says where its text can be read, or that nobody here knows.
    for (const record of await found.all()) {
      const official = record.locator('a[rel*="external"]');
      if (await official.count()) assert.match(await official.first().getAttribute("href"), /^https?:\/\//);
      else assert.match(await record.innerText(), /No official address of it is known here/);
    }
    assert.ok((await found.locator('a[rel*="external"]').count()) > 0);
    await follow(page, records.getByRole("link", { name: "All that is not held" }));
    assert.match(await page.locator("main").innerText(), /Text not held here/);
    if (viewport.width < 700) await page.getByText("Narrow the list").click();
    const topic = page.locator(".facet").filter({ hasText: "Topic" });
    const folded = topic.locator("summary");
    if (await folded.count()) await folded.click();
    await follow(page, topic.getByRole("link", { name: /quantum/i }));
    assert.equal(await page.locator(".listing .held").count(), 0);
    const first = page.locator(".listing h3 a").first();
    assert.ok((await page.locator(".listing h3 a").count()) >= 3);
    await follow(page, first);
    assert.match(await page.locator(".not-held-box").innerText(), /does not hold this text/);
    // The newest may be known from nowhere but a list; the page says so, and another one leads to the official text.
    const known = page.locator('.not-held-box a[rel*="external"]');
    assert.ok((await known.count()) > 0 || /No official address/.test(await page.locator(".not-held-box").innerText()));
    await page.goBack();
    await follow(page, page.locator(".listing h3 a").nth(1));
    assert.ok((await known.count()) > 0);
    await page.context().close();
  });

  test(`an embed in a foreign page, ${where}`, async () => {
    const page = await arrive(viewport);
    await search(page, "WannaCry");
    await follow(page, page.locator(".hit .number").first());
    await follow(page, page.getByRole("link", { name: "Put it on your own page" }));
    const code = await copied(page, page.getByRole("button", { name: "Copy HTML to put into your page" }));
    const host = createServer((_, response) => {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(`<!doctype html><html lang="en"><title>Elsewhere</title><body>${code}`);
    });
    await new Promise((ready) => host.listen(0, "127.0.0.1", ready));
    after(() => host.close());
    const foreign = await chrome.newPage({ viewport });
    await foreign.goto(`http://127.0.0.1:${host.address().port}/`, { waitUntil: "networkidle" });
    const there = `${own}/2018-ise-shima-cyber-group-report/p/3`;
    assert.equal(await foreign.locator("blockquote a").getAttribute("href"), there);
    assert.match(await foreign.locator("blockquote").innerText(), /WannaCry ransomware attack/);
    const frame = foreign.frames().find((it) => it.url() === `${there}/embed`);
    assert.match(await frame.locator("main").innerText(), /WannaCry ransomware attack/);
    await foreign.close();
    await page.context().close();
  });
}

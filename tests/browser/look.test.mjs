// What every eye and hand needs: reflow, text spacing, print, no shift, no complaint of the browser, no foreign request.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PAGES, browser, full, inColours, sites } from "./site.mjs";

const bases = await sites();
const chrome = await browser();
const context = (...how) => inColours(chrome, ...how);

const overflow = (page) =>
  page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    if (wide <= 0) return null;
    const culprit = [...document.body.querySelectorAll("*")].find((element) => element.getBoundingClientRect().right > innerWidth + 1);
    return `${wide} px too wide: ${culprit?.outerHTML.slice(0, 120)}`;
  });

/** Words that a box with a fixed height cuts off. */
const cut = (page) =>
  page.evaluate(() => {
    const clips = (element) => ["hidden", "clip"].includes(getComputedStyle(element).overflowY) && element.clientHeight > 1;
    const lost = [...document.body.querySelectorAll("*:not(thead, thead *, svg *, input, textarea)")].find(
      (element) => clips(element) && (element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1),
    );
    return lost ? lost.outerHTML.slice(0, 120) : null;
  });

test("every template of a page is looked at, in more than one state where it has more", () => {
  const pages = readdirSync(new URL("../../templates", import.meta.url))
    .filter((file) => file.endsWith(".html") && !file.startsWith("_"))
    .map((file) => file.slice(0, -".html".length))
    .filter((stem) => !["base", "copy", "frame", "quotation", "review"].includes(stem));
  const states = new Map(pages.map((stem) => [stem, PAGES.filter(({ name }) => name.split("-")[0] === stem).length]));
  const ofOneState = ["about", "api", "help", "variants", "wording"];
  for (const [stem, count] of states) assert.ok(count >= (ofOneState.includes(stem) ? 1 : 2), `${stem}: ${count}`);
  assert.deepEqual(PAGES.map(({ name }) => name.split("-")[0]).filter((stem) => !pages.includes(stem)), []);
});

for (const { name, site, path, status } of PAGES) {
  test(`${name} reflows at 400 % and keeps its words with wide text spacing`, async () => {
    const inside = await context("light", 320, { bypassCSP: true });
    const page = await inside.newPage();
    await page.goto(bases[site] + path);
    assert.equal(await overflow(page), null);
    await page.addStyleTag({ content: "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }" });
    assert.equal(await overflow(page), null);
    assert.equal(await cut(page), null);
    await inside.close();
  });

  test(`${name} shifts nothing, asks no other host, and the browser has no complaint`, async () => {
    for (const width of [320, 1280]) {
      // A browser that is starved paints before it has read the page's first lines: what a page does every time counts.
      const shifts = [];
      while (shifts.length < 3 && shifts.at(-1) !== 0) shifts.push(await shift(bases[site], path, status, width));
      assert.equal(Math.min(...shifts), 0);
    }
  });
}

/** Opens a page, looks for complaints and other hosts, and returns by how much it shifted. */
const shift = async (base, path, status, width) => {
  const inside = await context("light", width);
  const page = await inside.newPage();
  const complaints = [];
  const note = (words) => complaints.push(words);
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && !message.text().includes(`status of ${status} `) && note(message.text()));
  page.on("pageerror", (error) => note(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith("data:")) note(request.url());
  });
  await page.addInitScript(() => {
    globalThis.shift = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((entry) => (globalThis.shift += entry.value))).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(base + path, { waitUntil: "load" });
  await page.evaluate(() => document.fonts.ready.then(() => new Promise((resolve) => setTimeout(resolve, 100))));
  assert.deepEqual(complaints, []);
  const shifted = await page.evaluate(() => globalThis.shift);
  await inside.close();
  return shifted;
};

test("a printed document has its numbers, its address and the release, and no controls", async () => {
  for (const path of ["/2018-ise-shima-cyber-group-report", "/2018-ise-shima-cyber-group-report/p/7"]) {
    const inside = await context("light", 720);
    const page = await inside.newPage();
    await page.emulateMedia({ media: "print" });
    await page.goto(bases.own + path);
    for (const control of ["nav", "form", "button", ".menu", ".formats"]) {
      assert.equal(await page.locator(`${control}:visible`).count(), 0, control);
    }
    assert.ok((await page.locator(".paragraph .number:visible").count()) > 0);
    const foot = await page.locator("footer").innerText();
    assert.match(foot, /Release [0-9a-f]{12}/);
    assert.ok(foot.includes(bases.own + path), foot);
    assert.equal(await overflow(page), null);
    await inside.close();
  }
});

test("no page prints a drawing that is taller than a sheet and cannot be divided", async () => {
  const inside = await context("light", 720);
  const page = await inside.newPage();
  await page.emulateMedia({ media: "print" });
  for (const { site, path } of PAGES) {
    await page.goto(bases[site] + path);
    const tall = await page.evaluate(() => {
      const whole = [...document.querySelectorAll("svg, img")];
      return whole.filter((element) => element.checkVisibility() && element.getBoundingClientRect().height > 900).map((it) => it.outerHTML.slice(0, 80));
    });
    assert.deepEqual(tall, [], path);
  }
  await inside.close();
});

test("one paragraph prints on one sheet", async () => {
  const inside = await context("light", 1280);
  const page = await inside.newPage();
  for (let number = 1; number <= 12; number += 1) {
    await page.goto(`${bases.own}/2018-ise-shima-cyber-group-report/p/${number}`);
    const sheets = (await page.pdf({ format: "A4", preferCSSPageSize: true })).toString("latin1");
    assert.equal(sheets.match(/\/Type\s*\/Page[^s]/g).length, 1, `paragraph ${number}`);
  }
  await inside.close();
});

test("pictures of every template", { skip: full ? false : "only with FULL=1" }, async () => {
  mkdirSync(process.env.PICTURES, { recursive: true });
  for (const colours of ["light", "dark", "forced", "print"]) {
    for (const width of colours === "print" ? [720] : [320, 768, 1280]) {
      const inside = await context(colours, width);
      const page = await inside.newPage();
      await page.emulateMedia({ media: colours === "print" ? "print" : "screen" });
      for (const { name, site, path } of PAGES) {
        await page.goto(bases[site] + path, { waitUntil: "networkidle" });
        await page.screenshot({ path: join(process.env.PICTURES, `${name}-${width}-${colours}.png`), fullPage: true });
      }
      await inside.close();
    }
  }
});

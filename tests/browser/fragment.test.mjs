// Links to selected words, for every sentence of both texts: Chromium and the polyfill find those words and no others.
import { test } from "node:test";
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { browser, sites } from "./site.mjs";

const { own, hostile } = await sites();
const chromium = await browser();
const POLYFILL = fileURLToPath(new URL("./node_modules/text-fragments-polyfill/src/text-fragment-utils.js", import.meta.url));

/** Selects a stretch of a paragraph's words, given in characters of its text, and returns the link that is offered. */
const link = (page, paragraph, start, end) =>
  page.evaluate(
    ([paragraph, start, end]) => {
      const words = document.querySelector(`#${paragraph} .words`);
      const place = (at) => {
        const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
        for (let passed = 0; walker.nextNode(); passed += walker.currentNode.length) {
          if (at <= passed + walker.currentNode.length) return [walker.currentNode, at - passed];
        }
      };
      getSelection().setBaseAndExtent(...place(start), ...place(end));
      return new Promise((done) => setTimeout(() => done(document.querySelector("button.offer").dataset.copy), 0));
    },
    [paragraph, start, end],
  );

/** The sentences of every paragraph on a page, and selections that begin and end within words, as stretches. */
const stretches = (page) =>
  page.evaluate(() => {
    const found = [];
    for (const words of document.querySelectorAll(".text .paragraph .words")) {
      const paragraph = words.parentElement.id;
      for (const { index, segment } of new Intl.Segmenter("en", { granularity: "sentence" }).segment(words.textContent)) {
        const end = index + segment.trimEnd().length;
        if (!/\p{L}/u.test(segment)) continue;
        found.push([paragraph, index, end]);
        if (found.length % 4 === 0) found.push([paragraph, Math.min(index + 2, end - 1), end - 2]);
      }
    }
    return found.filter(([, start, end]) => end > start);
  });

/** What the polyfill finds: the text of each range. */
const byPolyfill = (page, directive) =>
  page.evaluate(async (directive) => {
    const { parseFragmentDirectives, processFragmentDirectives } = await import("/polyfill.js");
    const ranges = processFragmentDirectives(parseFragmentDirectives({ text: [directive] }), document);
    return ranges.text.flat().map((mark) => mark.textContent).join("");
  }, directive);

const plain = (text) => text.replace(/\s+/g, " ").trim();

for (const [name, base, path] of [
  ["a report of the group", own, "/2018-ise-shima-cyber-group-report"],
  ["a press report with notes", own, "/2017-the-hill-lucca-report"],
  ["a text with every part, corrections too", hostile, "/2003-every-part"],
]) {
  test(`every sentence of ${name} is found by its link, and nothing else`, async () => {
    const context = await chromium.newContext({ bypassCSP: true });
    await context.route("**/polyfill.js", (route) => route.fulfill({ path: POLYFILL, contentType: "text/javascript" }));
    const page = await context.newPage();
    const reader = await context.newPage();
    await page.goto(base + path);
    const all = await stretches(page);
    assert.ok(all.length > 4);
    for (const [paragraph, start, end] of all) {
      const offered = await link(page, paragraph, start, end);
      assert.ok(offered, `${paragraph} ${start}-${end}`);
      const [address, directive] = offered.split(":~:text=");
      assert.ok(address.endsWith(`#${paragraph}`), offered);
      const selected = await page.evaluate(
        ([paragraph, start, end]) => document.querySelector(`#${paragraph} .words`).textContent.slice(start, end),
        [paragraph, start, end],
      );
      const { pathname, search } = new URL(address);
      await reader.goto("about:blank");
      // Without the paragraph in the address the target is what Chromium found by the words alone, or nothing.
      await reader.goto(`${base}${pathname}${search}#:~:text=${directive}`);
      const target = () => reader.evaluate(() => document.querySelector(":target")?.closest(".paragraph")?.id);
      await reader.waitForFunction(() => document.querySelector(":target"), null, { timeout: 5000 }).catch(() => {});
      assert.equal(await target(), paragraph, offered);
      const found = await byPolyfill(reader, directive);
      assert.ok(plain(found).includes(plain(selected)), `${offered}\nselected: ${selected}\nfound: ${found}`);
      assert.ok(plain(found).length <= plain(selected).length + 40, `${offered}\nfound more: ${found}`);
    }
    await context.close();
  });
}

test("Chromium marks the words of a link where they stand and not where they stand first", async () => {
  const context = await chromium.newContext({ bypassCSP: true, viewport: { width: 900, height: 1400 } });
  const page = await context.newPage();
  await page.goto(`${own}/2018-ise-shima-cyber-group-report`);
  for (const [paragraph, words] of [
    ["p4", "Cyber"],
    ["p4", "malicious"],
    ["p2", "Report"],
    ["p7", "international law"],
  ]) {
    const [start, end] = await page.evaluate(
      ([paragraph, words]) => {
        const at = document.querySelector(`#${paragraph} .words`).textContent.toLowerCase().indexOf(words.toLowerCase());
        return [at, at + words.length];
      },
      [paragraph, words],
    );
    if (start < 0) continue;
    const offered = await link(page, paragraph, start, end);
    const { pathname, search } = new URL(offered);
    const reader = await context.newPage();
    await reader.goto(`${own}${pathname}${search}#${offered.split("#")[1]}`);
    await reader.addStyleTag({ content: "::target-text { background: #f0f; color: #f0f }" });
    const picture = (await reader.screenshot()).toString("base64");
    // Where the paint is, against where the words are.
    const painted = await reader.evaluate(async (picture) => {
      const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      canvas.drawImage(bitmap, 0, 0);
      const { data, width } = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
      const tops = [];
      for (let at = 0; at < data.length; at += 4) {
        if (data[at] > 240 && data[at + 1] < 20 && data[at + 2] > 240) tops.push(Math.floor(at / 4 / width));
      }
      const within = document.querySelector(".view .paragraph .words").getBoundingClientRect();
      return { from: Math.min(...tops), to: Math.max(...tops), top: within.top, bottom: within.bottom, count: tops.length };
    }, picture);
    assert.ok(painted.count > 50, `${offered}: nothing is marked`);
    assert.ok(painted.from >= painted.top - 2 && painted.to <= painted.bottom + 2, `${offered}: ${JSON.stringify(painted)}`);
    await reader.close();
  }
  await context.close();
});

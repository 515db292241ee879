// The bookmark of the help page, chosen on a page of another origin whose policy allows nothing at all: what is selected
// there is checked here, in a tab of its own.
import { createServer } from "node:http";
import { test, after } from "node:test";
import assert from "node:assert/strict";
import { browser, sites } from "./site.mjs";

const { own } = await sites();
const chromium = await browser();

/** Serves a text on an origin of its own, under the strictest policy that there is. */
const elsewhere = async (text) => {
  const host = createServer((_, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.setHeader("content-security-policy", "default-src 'none'; require-trusted-types-for 'script'; sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox");
    response.end(`<!doctype html><html lang="en"><title>Elsewhere</title><body><p id="quoted">${text}</p>`);
  });
  await new Promise((ready) => host.listen(0, "127.0.0.1", ready));
  after(() => host.close());
  return `http://127.0.0.1:${host.address().port}/`;
};

/** Chooses the bookmark on a page with all of the text selected, or none, and returns the page that opens. */
const chosen = async (text, select = true) => {
  const context = await chromium.newContext();
  const help = await context.newPage();
  await help.goto(`${own}/help`);
  const bookmark = await help.getByRole("link", { name: "Check this quotation" }).getAttribute("href");
  const page = await context.newPage();
  await page.goto(await elsewhere(text));
  const devtools = await context.newCDPSession(page);
  if (select) await devtools.send("Runtime.evaluate", { expression: "getSelection().selectAllChildren(document.getElementById('quoted'))" });
  const opened = context.waitForEvent("page");
  // As from the address bar or the bookmarks: no policy of a page stands in the way of what its reader chooses.
  await devtools.send("Page.navigate", { url: bookmark, transitionType: "auto_bookmark" });
  const checked = await opened;
  await checked.waitForLoadState();
  return { checked, help, context };
};

const words = (page) => page.locator("main").innerText();

test("the words that are selected are checked, whatever the page forbids", async () => {
  const { checked, context } = await chosen("the same rights that people have offline must also be protected online");
  assert.ok(checked.url().startsWith(`${own}/check?q=the%20same`), checked.url());
  assert.match(await words(checked), /Word for word|Exact/i);
  await context.close();
});

test("quotes, ampersands, percent signs and other scripts arrive as they are", async () => {
  for (const text of ["“5 % &amp; more” ends + begins # again", "サイバー空間の平和 100%", "l’éducation &lt;b&gt; \\u0041 ${x}"]) {
    const { checked, context } = await chosen(text);
    const shown = text.replaceAll("&amp;", "&").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    assert.equal(new URL(checked.url()).searchParams.get("q"), shown);
    await context.close();
  }
});

test("a long selection is cut to what an address holds, and none leads to the empty page", async () => {
  for (const text of ["cyber ".repeat(2000), "サイバー".repeat(2000), "😀".repeat(3000)]) {
    const { checked, context } = await chosen(text);
    const asked = new URL(checked.url()).searchParams.get("q");
    assert.ok(asked.length > 500 && text.startsWith(asked.slice(0, 400)), `${asked.length}`);
    assert.ok(!asked.includes("\ufffd"), "no character is cut in two");
    assert.equal(await checked.getByRole("heading", { level: 1 }).count(), 1);
    assert.ok(checked.url().length < 8192, `${checked.url().length}`);
    await context.close();
  }
  const { checked, context } = await chosen("words", false);
  assert.equal(checked.url(), `${own}/check`);
  await context.close();
});

test("on the help page itself the link does nothing", async () => {
  const page = await chromium.newPage();
  await page.goto(`${own}/help`);
  let opened = 0;
  page.context().on("page", () => (opened += 1));
  await page.getByRole("link", { name: "Check this quotation" }).click();
  await page.waitForTimeout(300);
  assert.equal(page.url(), `${own}/help`);
  assert.equal(opened, 0);
});

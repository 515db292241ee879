// The journeys of both readers: the researcher who searches and the journalist who links, with script and without.
import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, sites } from "./site.mjs";

const { own } = await sites();
const chrome = await browser();

const open = async (path, options = {}) => {
  const context = await chrome.newContext({ baseURL: own, viewport: { width: 1280, height: 900 }, ...options });
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: own });
  const page = await context.newPage();
  page.setDefaultTimeout(20000);
  await page.goto(path);
  return page;
};

const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with script" : "without script";

  test(`a researcher finds a paragraph, opens it and comes back, ${how}`, async () => {
    const page = await open("/", { javaScriptEnabled });
    await page.getByRole("searchbox").or(page.getByRole("combobox")).fill('"international law"');
    await page.getByRole("button", { name: "Search" }).click();
    await page.waitForURL(/\/search\?q=/);
    const results = page.url();
    assert.match(await page.title(), /international law/);
    assert.match(await page.locator("h1").innerText(), /\d+ paragraphs? in \d+ documents?/);
    assert.equal(await page.locator("#q").inputValue(), '"international law"');
    const marked = await page.locator(".hit mark").allInnerTexts();
    assert.ok(marked.length > 0 && marked.every((words) => /international law/i.test(words)), String(marked));
    await page.locator(".hit .number").first().click();
    await page.waitForURL(/\/p\/\d+/);
    assert.ok((await page.locator(".reader .paragraph mark").count()) > 0);
    await page.goBack();
    assert.equal(page.url(), results);
    assert.ok((await page.locator(".hit").count()) > 0);
    await page.context().close();
  });

  test(`a researcher narrows by a facet and widens again, ${how}`, async () => {
    const page = await open("/search?q=cyber", { javaScriptEnabled });
    const all = await page.locator("h1").innerText();
    const facet = page.locator(".facet").filter({ hasText: "Year" }).locator("a").first();
    const label = await facet.locator(".label").innerText();
    await facet.click();
    await page.waitForURL(/year=/);
    assert.notEqual(await page.locator("h1").innerText(), all);
    await page.getByRole("link", { name: `Without Year: ${label}` }).click();
    await page.waitForURL((url) => !url.search.includes("year="));
    assert.equal(await page.locator("h1").innerText(), all);
    await page.context().close();
  });

  test(`a journalist checks a quotation, ${how}`, async () => {
    const page = await open("/check", { javaScriptEnabled });
    await page.locator("textarea").fill("the same rights that people have offline must also be protected online");
    await page.locator("main form button").first().click();
    await page.waitForLoadState();
    assert.match(await page.locator("main").innerText(), /word for word|exact/i);
    assert.ok((await page.locator('main a[href*="/p/5"]').count()) > 0);
    await page.context().close();
  });

  test(`on a telephone the facets fold and the texts fit, ${how}`, async () => {
    const page = await open("/search?q=cyber", { javaScriptEnabled, viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    assert.equal(await page.locator(".facet").first().isVisible(), false);
    await page.locator(".facets > summary").tap();
    assert.equal(await page.locator(".facet").first().isVisible(), true);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `${overflow} px too wide`);
    await page.locator(".hit .number").first().tap();
    await page.waitForURL(/\/p\/\d+/);
    await page.context().close();
  });
}

test("a journalist copies the link and the citation of a paragraph", async () => {
  const page = await open("/2018-ise-shima-cyber-group-report/p/7");
  await page.getByRole("button", { name: "Copy link" }).click();
  assert.match(await clipboard(page), /^http.*\/2018-ise-shima-cyber-group-report\/p\/7$/);
  await page.getByRole("button", { name: "Copy quotation" }).click();
  assert.match(await clipboard(page), /^“Partners expressed regret[\s\S]*”\n— G7 Ise-Shima Cyber Group.*\/p\/7/);
  await page.getByRole("link", { name: "Cite and copy" }).first().click();
  await page.getByRole("button", { name: "Copy Footnote" }).click();
  assert.match(await clipboard(page), /Ise-Shima[\s\S]*2018/);
  assert.match(await page.locator("[role=status]").innerText(), /copied/i);
  await page.context().close();
});

test("selected words give a link to their range, and the link marks them", async () => {
  const page = await open("/2018-ise-shima-cyber-group-report/p/5");
  await page.evaluate(() => {
    const text = document.querySelector(".reader .paragraph .words").firstChild;
    const start = text.data.indexOf("Internet freedom");
    getSelection().setBaseAndExtent(text, start, text, start + "Internet freedom".length);
  });
  await page.locator("button.offer").click();
  const link = await clipboard(page);
  assert.match(link, /\/p\/5\?w=\d+-\d+&r=1#p5:~:text=([^,]*-,)?Internet%20freedom(,-[^,]*)?$/);
  await page.goto(new URL(link).pathname + new URL(link).search);
  assert.deepEqual(await page.locator(".reader .paragraph mark").allInnerTexts(), ["Internet freedom"]);
  await page.context().close();
});

test("a concordance shows what is a press report, however little room there is", async () => {
  for (const width of [320, 1280]) {
    const page = await open("/search?q=allegations+OR+cyber&view=kwic", { viewport: { width, height: 800 } });
    const hidden = await page.locator(".kwic .source").evaluateAll((cells) =>
      cells.filter((cell) => {
        const label = cell.querySelector(".press");
        return label && label.getBoundingClientRect().right > cell.getBoundingClientRect().right + 1;
      }).length,
    );
    assert.equal(hidden, 0, `${width} px`);
    assert.ok((await page.locator(".kwic .press").count()) > 1);
    await page.context().close();
  }
});

test("a concordance cuts neither its phrase nor a word, however little room there is, and has its addresses on paper", async () => {
  for (const width of [320, 390, 768, 1280]) {
    const page = await open("/search?q=responsible+state+behaviour&view=kwic", { viewport: { width, height: 800 } });
    const cut = await page.locator(".kwic tbody *").evaluateAll((parts) =>
      parts.filter((part) => getComputedStyle(part).textOverflow !== "clip" || getComputedStyle(part).overflow !== "visible").length,
    );
    assert.equal(cut, 0, `${width} px`);
    const outside = await page.locator(".kwic td").evaluateAll((cells) =>
      cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1 && cell.clientWidth > 0).length,
    );
    assert.equal(outside, 0, `${width} px`);
    const keywords = await page.locator(".kwic td.keyword").allInnerTexts();
    assert.ok(keywords.some((words) => /^responsible state behaviou?r\.?$/i.test(words.trim())), keywords.join("|"));
    assert.equal(await page.locator(".kwic .on-paper:visible").count(), 0);
    await page.emulateMedia({ media: "print" });
    assert.match(await page.locator(".kwic .on-paper").first().innerText(), /^http:.*\/p\/\d+$/);
    await page.context().close();
  }
});

test("a triple click gives the link to all words of a paragraph", async () => {
  const page = await open("/2018-ise-shima-cyber-group-report");
  await page.locator("#p5 .words").click({ clickCount: 3 });
  await page.locator("button.offer").click();
  const link = new URL(await clipboard(page));
  await page.goto(link.pathname + link.search);
  const words = page.locator(".reader .paragraph .words");
  assert.equal(await words.locator("mark").innerText(), (await words.innerText()).trim());
  await page.context().close();
});

test("the whole way from search to copy goes by keyboard, with focus to be seen", async () => {
  const page = await open("/");
  const press = async (key, times = 1) => {
    for (let at = 0; at < times; at += 1) await page.keyboard.press(key);
  };
  const focused = () =>
    page.evaluate(() => {
      const element = document.activeElement;
      const style = getComputedStyle(element);
      return { words: element.textContent.trim(), page: element === document.body, outline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2, class: element.className };
    });
  const seek = async (wanted) => {
    for (let at = 0; at < 80; at += 1) {
      await press("Tab");
      const now = await focused();
      assert.ok(now.page || now.outline, `no visible focus on ${JSON.stringify(now)}`);
      if (wanted(now)) return;
    }
    assert.fail("not reached by Tab");
  };
  await press("Tab");
  assert.match((await focused()).words, /Skip to/);
  await page.locator("#q").focus();
  await page.keyboard.type("ransomware");
  await press("Enter");
  await page.waitForURL(/\/search/);
  const results = page.url();
  await seek((now) => now.class.includes("number"));
  await press("Enter");
  await page.waitForURL(/\/p\/\d+/);
  await seek((now) => now.words === "Copy link");
  await press("Enter");
  assert.match(await clipboard(page), /\/p\/\d+$/);
  await page.goBack();
  assert.equal(page.url(), results);
  await page.context().close();
});

test("suggestions come under the box, by keyboard, and Escape gives back what was typed", async () => {
  const page = await open("/");
  const box = page.locator("#q");
  await box.pressSequentially("cyb");
  await page.getByRole("option").first().waitFor();
  assert.equal(await box.getAttribute("aria-expanded"), "true");
  assert.match(await page.locator("[role=status]").innerText(), /\d+ suggestions?, use the arrow keys/);
  await box.press("ArrowDown");
  const first = await page.getByRole("option").first().innerText();
  assert.ok(first.startsWith(await box.inputValue()) && /in \d+ paragraphs?/.test(first), first);
  assert.equal(await box.getAttribute("aria-activedescendant"), await page.getByRole("option").first().getAttribute("id"));
  await box.press("Escape");
  assert.equal(await box.inputValue(), "cyb");
  assert.equal(await page.getByRole("option").count(), 0);
  await page.context().close();
});

test("a suggested word leads to its results, a suggested document to itself", async () => {
  for (const [typed, suggested, address] of [["ranso", /^ransomware/, /\/search\?q=ransomware$/], ["lucca", /^Lucca Declaration/, /\/2017-lucca-declaration$/]]) {
    const page = await open("/");
    await page.locator("#q").fill(typed);
    const option = page.getByRole("option", { name: suggested });
    await option.waitFor();
    const place = await option.evaluate((element) => [...element.parentElement.children].indexOf(element));
    for (let at = 0; at <= place; at += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(address);
    await page.context().close();
  }
});

test("a slow answer shows a quiet mark, which does not move for those who want no motion", async () => {
  for (const [reducedMotion, moving] of [["no-preference", 1], ["reduce", 0]]) {
    const page = await open("/", { reducedMotion });
    await page.route("**/search?*", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    });
    // The page that waits is gone when the answer is there, so it notes what it showed.
    await page.evaluate(() => {
      const busy = document.querySelector(".busy");
      new MutationObserver(() => !busy.hidden && sessionStorage.setItem("moving", busy.getAnimations().length)).observe(busy, { attributes: true });
    });
    assert.equal(await page.locator(".busy").isVisible(), false);
    await page.locator("#q").fill("ransomware");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/search\?q=/);
    assert.equal(await page.evaluate(() => sessionStorage.getItem("moving")), String(moving));
    assert.equal(await page.locator(".busy").isVisible(), false);
    await page.context().close();
  }
});

test("while reading, a line names the paragraph and copies its link", async () => {
  const page = await open("/2018-ise-shima-cyber-group-report");
  const line = page.locator(".reading");
  assert.equal(await line.isVisible(), false);
  await page.locator("#p8").evaluate((element) => element.scrollIntoView());
  await line.waitFor({ state: "visible" });
  assert.match(await line.locator(".where").innerText(), /Paragraph 8/);
  await line.getByRole("button").click();
  assert.match(await clipboard(page), /\/2018-ise-shima-cyber-group-report\/p\/8$/);
  await page.context().close();
});

test("the line while reading is of the paragraph that fills most of the page, not of the end of the one above", async () => {
  const page = await open("/2018-ise-shima-cyber-group-report", { viewport: { width: 1280, height: 600 } });
  // Three lines of the one above are still to be seen.
  await page.locator("#p4").evaluate((element) => scrollTo(0, element.getBoundingClientRect().top + scrollY - 130));
  const line = page.locator(".reading");
  await line.waitFor({ state: "visible" });
  await page.waitForFunction(() => document.querySelector(".reading .where").textContent.includes("4"));
  await line.getByRole("button").click();
  assert.match(await clipboard(page), /\/p\/4$/);
  await page.context().close();
});

test("of a paragraph with selected words, these are copied with their source and their own link", async () => {
  const page = await open("/2018-ise-shima-cyber-group-report/p/5");
  await page.evaluate(() => {
    const text = document.querySelector(".reader .paragraph .words").firstChild;
    const start = text.data.indexOf("Internet freedom");
    getSelection().setBaseAndExtent(text, start, text, start + "Internet freedom".length);
  });
  await page.getByRole("button", { name: "Copy quotation" }).click();
  assert.match(await clipboard(page), /^“Internet freedom”\n— G7 Ise-Shima Cyber Group[^\n]*, http[^\n]*\/p\/5\?w=\d+-\d+&r=1/);
  await page.evaluate(() => getSelection().removeAllRanges());
  // A button that says that it copied is itself again when its name is back.
  await page.getByRole("button", { name: "Copy quotation" }).click();
  assert.match(await clipboard(page), /^“[^”]*Internet freedom[^”]*”\n— /);
  await page.context().close();
});

test("an address that does not exist is searched for", async () => {
  const page = await open("/2018-ise-shima-cyber-grup-report");
  await page.getByRole("link", { name: /Ise-Shima/ }).first().waitFor();
  await page.getByRole("link", { name: /Search for its words/ }).click();
  await page.waitForURL(/\/search\?q=/);
  await page.context().close();
});

test("on a telephone the link can be copied and shared within the first screen", async () => {
  for (const width of [320, 390]) {
    const context = await chrome.newContext({ baseURL: own, viewport: { width, height: 640 }, isMobile: true, hasTouch: true });
    await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: own });
    const page = await context.newPage();
    await page.addInitScript(() => {
      navigator.share = async (what) => (globalThis.shared = what);
    });
    for (const number of [1, 7, 12]) {
      await page.goto(`/2018-ise-shima-cyber-group-report/p/${number}`);
      for (const name of ["Copy link", "Share"]) {
        const box = await page.getByRole("button", { name }).first().boundingBox();
        assert.ok(box && box.y + box.height <= 640, `${name} of ${number} at ${width} px: ${JSON.stringify(box)}`);
      }
      await page.getByRole("button", { name: "Share" }).tap();
      assert.equal((await page.evaluate(() => globalThis.shared)).url, `${own}/2018-ise-shima-cyber-group-report/p/${number}`);
      await page.getByRole("button", { name: "Copy link" }).first().tap();
      assert.equal(await clipboard(page), `${own}/2018-ise-shima-cyber-group-report/p/${number}`);
    }
    await context.close();
  }
});

test("Ctrl-click opens a hit beside the results", async () => {
  const page = await open("/search?q=cyber");
  const [other] = await Promise.all([
    page.context().waitForEvent("page"),
    page.locator(".hit .number").first().click({ modifiers: ["ControlOrMeta"] }),
  ]);
  await other.waitForURL(/\/p\/\d+/);
  assert.match(page.url(), /\/search/);
  await page.context().close();
});

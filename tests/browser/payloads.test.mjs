// Hostile strings opened as pages by a real browser: none of them runs, leaves the site or loads from elsewhere.
//
// The short form opens the strings most likely to run in the place most likely to run them; FULL=1 opens all in all.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { after, test } from "node:test";
import { browser, full, sites } from "./site.mjs";

const LIST = new URL("../../../shared/hostile/payloads.json", import.meta.url);
const skip = existsSync(LIST) ? false : "no `shared` folder beside the project";
const all = skip ? [] : JSON.parse(readFileSync(LIST, "utf8"));

// What can run is markup, an address with a scheme, or breaks out of an attribute or a script.
const scripts = all.filter((payload) => /<|javascript:|data:|on\w+\s*=|alert|prompt|confirm|["'`].*\(/i.test(payload) && payload.length < 2000);

const ISE_SHIMA = "/2018-ise-shima-cyber-group-report";
const encode = (text) => encodeURIComponent(text.isWellFormed() ? text : text.toWellFormed());

/** The places of an address, those first that print most of what they are given. */
const PLACES = [
  (payload) => `/search?q=${payload}&year=${payload}&topic=${payload}&sort=${payload}`,
  (payload) => `/check?q=${payload}`,
  (payload) => `/go?c=${payload}`,
  (payload) => `/${payload}`,
  (payload) => `${ISE_SHIMA}/p/3?hl=${payload}&w=${payload}&r=1`,
  (payload) => `${ISE_SHIMA}?hl=${payload}#${payload}`,
  (payload) => `/search?q=cyber&view=kwic&lines=${payload}&kind=${payload}`,
  (payload) => `${ISE_SHIMA}/p/${payload}`,
  (payload) => `${ISE_SHIMA}/p/3/embed?hl=${payload}`,
  (payload) => `/search.json?q=${payload}`,
  (payload) => `/search.atom?q=${payload}`,
  (payload) => `/suggest?q=${payload}`,
];

const { own } = await sites();
// No name but this machine's own can be found, so that nothing leaves even where the watch is wrong.
const chrome = await browser("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");

/** A page that tells in `seen` whatever should not happen on it. */
const watched = async (origin) => {
  const page = await (await chrome.newContext()).newPage();
  const seen = [];
  page.on("dialog", (dialog) => {
    seen.push(`a dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  page.on("pageerror", (error) => seen.push(`a script failed: ${error.message}`));
  page.on("popup", () => seen.push("another window"));
  page.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) seen.push(`against the policy: ${message.text()}`);
  });
  page.on("framenavigated", (frame) => {
    if (frame !== page.mainFrame()) seen.push(`a frame: ${frame.url()}`);
    else if (!["about:", origin].some((begin) => frame.url().startsWith(begin))) seen.push(`elsewhere: ${frame.url()}`);
  });
  page.on("request", (request) => {
    const { href, protocol } = new URL(request.url());
    if (!href.startsWith(`${origin}/`) && !["data:", "about:"].includes(protocol)) seen.push(`a request to ${href}`);
  });
  // Letters and colours have no part in this, and cost most of the time.
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setBlockedURLs", { urls: ["*.css*", "*.woff2*", "*.svg*", "*.ico*"] });
  await page.addInitScript(() => {
    // What payloads call, whether or not a dialog can open.
    for (const name of ["alert", "confirm", "prompt", "print"]) {
      window[name] = (words) => console.error(`Content Security Policy would not have stopped ${name}(${words})`);
    }
  });
  return { page, seen };
};

/** Opens a path and tells what should not have happened. */
const opened = async ({ page, seen }, origin, path) => {
  seen.length = 0;
  // An address that is a download, or that the browser itself refuses, shows no page.
  const answer = await page.goto(origin + path, { waitUntil: "load", timeout: 20000 }).catch((error) => error);
  if (answer instanceof Error && !/Download is starting|ERR_ABORTED|ERR_INVALID/.test(answer.message)) throw answer;
  return [...seen];
};

test("the watch sees what runs, loads from elsewhere and leads away", async () => {
  const pages = {
    "/script": "<script>alert(1)</script>",
    "/handler": "<img src=x onerror=alert(1)>",
    "/policy": "<script>alert(1)</script>",
    "/elsewhere": "<img src=http://evil.example/x.png>",
    "/away": "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "/fails": "<script>nothing.of.the.kind()</script>",
    "/frame": "<iframe srcdoc=x></iframe>",
    "/harmless": "&lt;script>alert(1)&lt;/script>",
  };
  const server = createServer((request, answer) => {
    const headers = { "content-type": "text/html" };
    if (request.url === "/policy") headers["content-security-policy"] = "default-src 'none'";
    answer.writeHead(200, headers).end(pages[request.url] ?? "");
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  after(() => server.close());
  const origin = `http://127.0.0.1:${server.address().port}`;
  for (const path of Object.keys(pages)) {
    const watch = await watched(origin);
    const seen = await opened(watch, origin, path);
    await watch.page.waitForTimeout(150);
    assert.equal(watch.seen.length + seen.length > 0, path !== "/harmless", `${path}: ${watch.seen}`);
    await watch.page.context().close();
  }
});

test("no hostile string runs, leads away or loads from elsewhere", { skip }, async (context) => {
  assert.ok(scripts.length > 500, `only ${scripts.length} strings`);
  const jobs = [];
  scripts.forEach((payload, at) => {
    // In the short form every place has its turn, and markup goes to the place that prints most of it.
    PLACES.forEach((place, turn) => {
      if (full || (at + turn) % (PLACES.length * 4) === 0 || (turn === 0 && payload.includes("<") && at % 3 === 0)) jobs.push(place(encode(payload)));
    });
  });
  const wrong = [];
  const began = Date.now();
  const work = async () => {
    const watch = await watched(own);
    for (let path = jobs.pop(); path !== undefined; path = jobs.pop()) {
      const seen = await opened(watch, own, path);
      if (seen.length > 0) wrong.push(`${path}: ${seen.join("; ")}`);
    }
    await watch.page.context().close();
  };
  const count = jobs.length;
  await Promise.all([work(), work(), work(), work()]);
  context.diagnostic(`measured: ${count} hostile pages opened in ${Math.round((Date.now() - began) / 1000)} s`);
  assert.deepEqual(wrong.slice(0, 10), []);
});

test("no hostile quotation runs when it is pasted", { skip }, async () => {
  const watch = await watched(own);
  const wrong = [];
  for (const payload of scripts.filter((_, at) => full || at % 20 === 0)) {
    await opened(watch, own, "/check");
    await watch.page.locator("textarea").first().fill(`He said “${payload}” and the G7 partners.`);
    await Promise.all([watch.page.waitForNavigation(), watch.page.locator("main form button").first().click()]);
    if (watch.seen.length > 0) wrong.push(`${payload}: ${watch.seen.join("; ")}`);
  }
  await watch.page.context().close();
  assert.deepEqual(wrong.slice(0, 10), []);
});

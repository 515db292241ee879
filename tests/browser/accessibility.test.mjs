// What axe finds wrong with a page for those who do not see it, or see little. A file of its own, so that it runs beside
// the others.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { COLOURS, PAGES, browser, full, inColours, sites } from "./site.mjs";

const bases = await sites();
const chrome = await browser();

const MATRIX = full
  ? Object.keys(COLOURS).flatMap((colours) => [320, 1280].map((width) => ({ colours, width })))
  : [
      { colours: "light", width: 1280 },
      { colours: "dark", width: 320 },
    ];

for (const { name, site, path, status } of PAGES) {
  for (const { colours, width } of MATRIX) {
    test(`axe finds nothing on ${name}, ${colours}, ${width} px`, async () => {
      // Only here the content-security policy is bypassed: axe is a script that is not the archive's own.
      const inside = await inColours(chrome, colours, width, { bypassCSP: true });
      const page = await inside.newPage();
      const answer = await page.goto(bases[site] + path);
      assert.equal(answer.status(), status);
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"])
        .analyze();
      const told = violations.map((it) => `${it.id}: ${it.help}\n${it.nodes.map((node) => `    ${node.html.slice(0, 160)} ${node.any.map((any) => any.message)}`).join("\n")}`);
      assert.equal(told.join("\n"), "");
      await inside.close();
    });
  }
}

// Lighthouse: 100 in accessibility, best practices and SEO; its performance figure is told.
import assert from "node:assert/strict";
import { test } from "node:test";
import lighthouse, { desktopConfig } from "lighthouse";
import { browser, full, sites } from "./site.mjs";

const PORT = 9333;
const pages = ["/", "/search?q=cyber", "/2018-ise-shima-cyber-group-report", "/2018-ise-shima-cyber-group-report/p/7"];

if (full) {
  const { own } = await sites();
  await browser(`--remote-debugging-port=${PORT}`);
  for (const path of pages) {
    for (const [form, config] of [["telephone", undefined], ["desktop", desktopConfig]]) {
      test(`Lighthouse gives 100 to ${path} on a ${form}`, async (t) => {
        const { lhr } = await lighthouse(own + path, { port: PORT, logLevel: "silent", output: "json" }, config);
        const score = Object.fromEntries(Object.entries(lhr.categories).map(([id, { score }]) => [id, Math.round(score * 100)]));
        t.diagnostic(`measured: ${path} on a ${form}: ${JSON.stringify(score)}`);
        const short = Object.values(lhr.audits).filter((audit) => audit.score !== null && audit.score < 0.9 && audit.scoreDisplayMode === "binary");
        const { accessibility, seo } = score;
        assert.deepEqual([accessibility, score["best-practices"], seo], [100, 100, 100], short.map((audit) => audit.title).join("; "));
      });
    }
  }
} else {
  test("Lighthouse", { skip: "only with FULL=1" }, () => {});
}

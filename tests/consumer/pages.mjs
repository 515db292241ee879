// Reads the pages in a folder with readability and metascraper, and prints what they found as JSON: file -> reader ->
// fields. `addresses.json` says where each page stood.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { Readability } from "@mozilla/readability";
import { JSDOM } from "jsdom";
import metascraper from "metascraper";
import author from "metascraper-author";
import date from "metascraper-date";
import image from "metascraper-image";
import publisher from "metascraper-publisher";
import title from "metascraper-title";

const folder = process.argv[2];
const addresses = JSON.parse(readFileSync(join(folder, "addresses.json"), "utf8"));
const scrape = metascraper([author(), date(), image(), publisher(), title()]);
const found = {};
for (const name of readdirSync(folder).filter((name) => name.endsWith(".html")).sort()) {
  const html = readFileSync(join(folder, name), "utf8");
  // metascraper takes an address for one only if its host's last part is a name that there is.
  const url = addresses[name].replace("archive.example", "archive.example.org");
  const article = new Readability(new JSDOM(html, { url }).window.document).parse();
  const data = await scrape({ url, html });
  found[name] = {
    readability: { title: article.title, author: article.byline, date: article.publishedTime, site: article.siteName, text: article.textContent },
    metascraper: { title: data.title, author: data.author, date: data.date, site: data.publisher, image: data.image, text: "" },
  };
}
process.stdout.write(JSON.stringify(found));

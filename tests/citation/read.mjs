// Reads the reference files in a folder with citation-js, and prints what it found as JSON: file name -> fields. What
// the parser of Better BibTeX reads stands under the file's name with ` by Better BibTeX` behind it.
// For CSL-JSON also the line that a citation processor makes of it.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { Cite } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import "@citation-js/plugin-csl";
import "@citation-js/plugin-ris";
import { parse } from "@retorquere/bibtex-parser";

const folder = process.argv[2];
const found = {};
for (const name of readdirSync(folder).sort()) {
  if (!/\.(bib|ris|csl\.json)$/.test(name)) continue;
  try {
    const cite = new Cite(readFileSync(join(folder, name), "utf8"));
    if (cite.data.length !== 1) throw new Error(`${cite.data.length} items`);
    found[name] = cite.data[0];
    if (name.endsWith(".json")) {
      found[name].line = cite.format("bibliography", { format: "text", template: "apa", lang: "en-US" }).trim();
    }
  } catch (error) {
    found[name] = { error: String(error) };
  }
}
for (const name of readdirSync(folder).filter((name) => name.endsWith(".bib"))) {
  const { entries, errors } = parse(readFileSync(join(folder, name), "utf8"));
  found[`${name} by Better BibTeX`] = errors.length || entries.length !== 1 ? { error: errors } : entries[0].fields;
}
process.stdout.write(JSON.stringify(found));

// The search of a copy without a browser: what each query finds, and how many bytes of scripts its first search loads.
//
//   node copy.mjs STATIC FOLDER < queries.json      an array of {query, any}; an array of {total, match, hits, bytes} comes back
import { readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";

const [statics, folder] = process.argv.slice(2);
const sources = ["copy", "copy-words", "copy-language", "copy-index", "copy-plan", "copy-list", "copy-match"].map(
  (name) => new vm.Script(readFileSync(join(statics, `${name}.js`), "utf8"), { filename: `${name}.js` }),
);
const scripts = new Map();
const script = (path) => {
  if (!scripts.has(path)) {
    const text = readFileSync(path, "utf8");
    scripts.set(path, { compiled: new vm.Script(text, { filename: path }), bytes: Buffer.byteLength(text) });
  }
  return scripts.get(path);
};

/** A page of results that was just opened, as far as its search needs one. */
const opened = () => {
  const loaded = { bytes: 0, files: 0 };
  const context = vm.createContext({ TextEncoder, URLSearchParams, location: { search: "" } });
  const append = (element) => {
    const { compiled, bytes } = script(element.src);
    loaded.bytes += bytes;
    loaded.files += 1;
    compiled.runInContext(context);
    queueMicrotask(element.onload);
  };
  context.window = context;
  context.document = { documentElement: { dataset: { root: `${folder}/` } }, getElementById: () => null, createElement: () => ({}), head: { append } };
  for (const source of sources) source.runInContext(context);
  return { g7: context.g7, loaded };
};

const one = async ({ query, any = false, whole = false }) => {
  const { g7, loaded } = opened();
  const { planner, matching } = g7;
  const index = await planner.open();
  if (whole) index.room = Infinity;
  // What the page without a query has loaded, too.
  const before = { ...loaded };
  const { hits, plan, matched, cut } = await matching.search(index, query, { any });
  const texts = [];
  for (const { paragraph } of hits.slice(0, 20)) texts.push(await matching.inText(paragraph));
  const bytes = loaded.bytes - before.bytes;
  const files = loaded.files - before.files;
  for (const { paragraph } of hits.slice(20, 200)) texts.push(await matching.inText(paragraph));
  const points = (text, at) => [...text.slice(0, at)].length;
  const shown = texts.map((hit) => [`/${hit.id}/p/${hit.number}`, hit.spans(plan).map((span) => span.map((at) => points(hit.text, at)))]);
  return { total: hits.length, match: matched, hits: shown, cut, bytes, files, head: before.bytes };
};

const queries = JSON.parse(readFileSync(0, "utf8"));
const answers = [];
for (const query of queries) answers.push(await one(query).catch((error) => ({ failed: String(error.stack) })));
process.stdout.write(JSON.stringify(answers));

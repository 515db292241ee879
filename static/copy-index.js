// The index of a copy, as far as it is loaded, and the fields of a query: which paragraphs have a property. What is asked
// for and is not loaded is named, so that it can be loaded and asked for again.
"use strict";

g7.index = (() => {
  const { need, language } = g7;

  const plainName = (value) => language.folded(value).text.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC").replace(/[-_]/g, " ").trim();

  /* ---------- The index, as far as it is loaded ---------- */

  const open = async () => {
    const head = await need("head");
    const shards = new Map();
    const missing = new Set();
    const common = new Set(head.common);
    const firsts = [0];
    for (const count of head.counts) firsts.push(firsts.at(-1) + count);
    const of = new Uint32Array(head.paragraphs);
    head.counts.forEach((count, document) => of.fill(document, firsts[document], firsts[document] + count));
    const at = (key) => {
      let [from, to] = [0, head.shards.length];
      while (from < to) {
        const middle = (from + to) >> 1;
        if (head.shards[middle] <= key) from = middle + 1;
        else to = middle;
      }
      return from - 1;
    };
    const shard = (number) => {
      if (number < 0) return [{}, {}];
      const known = shards.get(number);
      if (!known) missing.add(`s/${number}`);
      return known ?? [{}, {}];
    };
    const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined);
    const entry = (word) => own(shard(at(word))[0], word);
    const stand = (typed) => {
      const found = own(shard(at(typed))[1], typed);
      return typeof found === "string" ? own(shard(at(found))[1], found) : found;
    };
    const texts = (word) => entry(word)?.[0] ?? 0;
    const beginning = (start) => {
      const found = [];
      for (let number = Math.max(0, at(start)); number < head.shards.length; number += 1) {
        if (head.shards[number] > start && !head.shards[number].startsWith(start)) break;
        found.push(...Object.entries(shard(number)[0]).filter(([word]) => word.startsWith(start)).map(([word, [count]]) => ({ word, texts: count })));
      }
      return found;
    };
    const load = async () => {
      const names = [...missing];
      missing.clear();
      await Promise.all(
        names.map(async (name) => {
          const value = await need(name);
          if (name.startsWith("s/")) shards.set(Number(name.slice(2)), value);
          else index.tables.set(name, value);
        }),
      );
    };
    const table = (name) => {
      if (!index.tables.has(name)) missing.add(name);
      return index.tables.get(name);
    };
    const others = head.properties.find(({ name }) => name === "language").values.map(([tag]) => tag).filter((tag) => tag !== "en" && !tag.includes("-"));
    const index = { head, common, firsts, of, entry, stand, texts, beginning, missing, load, table, others, tables: new Map() };
    return index;
  };

  /* ---------- Fields ---------- */

  const years = (value) => {
    const year = (text) => (/^[0-9]{4}$/.test(text) ? Number(text) : null);
    if (year(value) !== null) return [year(value), year(value)];
    const text = language.folded(value).text;
    const ends = text.includes("..") ? [text.slice(0, text.indexOf("..")), text.slice(text.indexOf("..") + 2).replace(/^\.+/, "")] : text.includes("-") ? [text.slice(0, text.indexOf("-")), text.slice(text.indexOf("-") + 1)] : null;
    if (!ends || ends.some((end) => end !== "" && year(end) === null) || ends.every((end) => end === "")) return null;
    const [from, to] = ends.map((end) => (end === "" ? null : year(end)));
    return from !== null && to !== null && from > to ? [to, from] : [from, to];
  };

  // The documents, or paragraphs, that a field asks for; null where its value means nothing.
  const members = (index, { name, value }, tell) => {
    const { head } = index;
    const documents = head.counts.length;
    let property = head.properties.find((known) => known.name === name);
    if (name === "document") {
      const tables = [...Array(head.documents).keys()].map((at) => index.table(`d/${at}`)).filter(Boolean);
      const lines = tables.flat();
      property = { values: lines.map(([id, label]) => [id, label]), of: lines.map((_, at) => at) };
    }
    if (name === "mentions") {
      const table = index.table("mentions") ?? [];
      property = { values: table.map(([id, label]) => [id, label]), paragraphs: table.map(([, , list]) => list) };
    }
    const having = (wanted) => {
      const paragraphs = new Uint8Array(head.paragraphs);
      if (property.paragraphs) {
        property.paragraphs.forEach((list, at) => {
          let last = -1;
          if (wanted[at]) for (const gap of g7.numbers(list)) paragraphs[(last += gap + 1)] = 1;
        });
        return { type: "paragraphs", paragraphs };
      }
      for (let document = 0; document < documents; document += 1) {
        const own = [property.of[document] ?? []].flat();
        if (own.some((at) => wanted[at])) paragraphs.fill(1, index.firsts[document], index.firsts[document + 1]);
      }
      return { type: "documents", paragraphs };
    };
    if (name === "year") {
      const range = years(value);
      if (!range) {
        tell("bad-value", `“${value}” is no year and no range of years; the field was left out.`);
        return null;
      }
      const [from, to] = range;
      return having(property.values.map(([year]) => (from === null || from <= Number(year)) && (to === null || Number(year) <= to)));
    }
    const wanted = plainName(value);
    const names = property.values.map((pair) => pair.map(plainName));
    const equal = names.map((pair) => pair.includes(wanted));
    if (equal.includes(true)) return having(equal);
    if (["document", "cites", "mentions"].includes(name) && wanted.length > 2) {
      const containing = names.map((pair) => pair.some((own) => own.includes(wanted)));
      if (containing.includes(true)) {
        const taken = property.values.filter((_, at) => containing[at]).map(([own]) => own);
        tell("taken-for", `“${name}:${value}” was taken for ${taken.slice(0, 5).join(", ")}${taken.length > 5 ? " and others" : ""}.`);
        return having(containing);
      }
    }
    tell("bad-value", `No text here has “${name}:${value}”; the field was left out.`);
    return null;
  };

  return { open, members, plainName };
})();

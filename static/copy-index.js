// The index of a copy, as far as it is loaded, and the fields of a query: which paragraphs have a property. What is asked
// for and is not loaded is named, so that it can be loaded and asked for again.
"use strict";

g7.index = (() => {
  const { need, language } = g7;

  const plainName = (value) => language.folded(value).text.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC").replace(/[-_]/g, " ").trim();

  /* ---------- The index, as far as it is loaded ---------- */

  // What is looked for would take more of the index than a first page of results may.
  class TooMuch extends Error {}
  const SHELF = 64;
  const ELSEWHERE = "\u0002";
  const TOGETHER = /[* ]/;
  const ALIKE = 3;
  // So many bytes may be loaded for a first page of results, on which so many texts are.
  const ROOM = 55_000;
  const SHOWN = 20;
  const own = (table, key) => (Object.hasOwn(table, key) ? table[key] : undefined);
  const place = (firsts, key) => {
    let [from, to] = [0, firsts.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (firsts[middle] <= key) from = middle + 1;
      else to = middle;
    }
    return from - 1;
  };
  // How the script is called that has what stands together; see `together.rs`.
  const alike = (word) => [...word.slice(word.lastIndexOf("\u0001") + 1)].slice(0, ALIKE).join("");
  const sum = (text) => [...Array(text.length).keys()].reduce((all, at) => (Math.imul(all, 31) + text.charCodeAt(at)) >>> 0, 0);

  const open = async () => {
    const head = await need("head");
    const tables = new Map();
    const missing = new Set();
    const common = new Set(head.common);
    const firsts = [0];
    for (const count of head.counts) firsts.push(firsts.at(-1) + count);
    const of = new Uint32Array(head.paragraphs);
    head.counts.forEach((count, document) => of.fill(document, firsts[document], firsts[document + 1]));
    const table = (name) => {
      if (!tables.has(name)) missing.add(name);
      return tables.get(name);
    };
    // The number of the script of words in which a key stands; null while that is not known.
    const at = (key) => {
      const shelf = Math.max(0, place(head.shelves, key));
      const keys = head.shelves.length > 0 ? table(`k/${shelf}`) : undefined;
      return keys ? shelf * SHELF + Math.max(0, place(keys, key)) : null;
    };
    const shard = (number) => (number === null ? null : table(`s/${number}`)) ?? [{}, {}];
    // The entry of what is looked up whole: two words beside each other, or a beginning.
    const together = (key) => {
      if (head.together === 0) return undefined;
      const [before, after] = key.split(" ");
      const bucket = after === undefined ? key : isLong(after) ? `${alike(before)} ${after}` : `${before} ${alike(after)}`;
      return own(table(`g/${sum(bucket) % head.together}`) ?? {}, key);
    };
    const entry = (word) => (TOGETHER.test(word) ? together(word) : own(shard(at(word))[0], word));
    // Tells a word whose places are many.
    const isLong = (word) => Array.isArray(entry(word)?.[3]);
    // The documents that are called so, as [number, id, name].
    const named = (name) => {
      if (head.names > 0) return own(table(`n/${sum(name) % head.names}`) ?? {}, name);
      const lines = [...Array(head.documents).keys()].flatMap((at) => table(`d/${at}`) ?? []).map(([id, label], at) => [at, id, label]);
      const found = lines.filter(([, id, label]) => plainName(id) === name || plainName(label) === name);
      return found.length > 0 ? found : undefined;
    };
    const stand = (typed) => {
      const found = own(shard(at(typed))[1], typed);
      return typeof found === "string" ? own(shard(at(found))[1], found) : found;
    };
    const texts = (word) => entry(word)?.[0] ?? 0;
    const titled = (word) => entry(word)?.[4] ?? [];
    // The entries whose keys begin so, of words or of what is typed.
    const begun = (start, part) => {
      const found = [];
      for (let number = at(start); number !== null; number += 1) {
        const shelf = Math.floor(number / SHELF);
        const first = shelf < head.shelves.length ? table(`k/${shelf}`)?.[number % SHELF] : undefined;
        if (first === undefined || (first > start && !first.startsWith(start))) break;
        found.push(...Object.entries(shard(number)[part]).filter(([key]) => key.startsWith(start)));
      }
      return found;
    };
    const beginning = (start) => begun(start, 0).map(([word, [count]]) => ({ word, texts: count }));
    // The words of all other languages that begin so but for their accents.
    const beginningElsewhere = (start) => begun(ELSEWHERE + start, 1).flatMap(([, [words]]) => words.split(" ").map((word) => ({ word, texts: texts(word) })));
    const load = async () => {
      const names = [...missing];
      missing.clear();
      await Promise.all(names.map(async (name) => tables.set(name, await need(name))));
      for (const name of names) index.spent += new TextEncoder().encode(JSON.stringify([name, tables.get(name)])).length;
    };
    const others = head.properties.find(({ name }) => name === "language").values.map(([tag]) => tag).filter((tag) => tag !== "en" && !tag.includes("-"));
    const index = { head, common, firsts, of, entry, isLong, stand, texts, titled, named, beginning, beginningElsewhere, missing, load, table, others, spent: 0, room: ROOM - SHOWN * head.text };
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

  // Tells a value that documents can have, though none has it now.
  const isValid = ({ head }, name, value) => {
    if (name === "kind") return head.kinds.includes(value);
    return name === "language" && /^[a-z]{2,3}$/.test(value) && new Intl.DisplayNames(["en"], { type: "language", fallback: "none" }).of(value) !== undefined;
  };
  // The documents, or paragraphs, that a field asks for; null where its value means nothing.
  const members = (index, { name, value }, tell) => {
    const { head } = index;
    const documents = head.counts.length;
    let property = head.properties.find((known) => known.name === name);
    const wanted = plainName(value);
    if (name === "document") {
      // By its whole name a document is found in one script; what only contains the words is looked for in all.
      const exact = index.named(wanted);
      const paragraphs = new Uint8Array(head.paragraphs);
      for (const [at] of exact ?? []) paragraphs.fill(1, index.firsts[at], index.firsts[at + 1]);
      if (exact || index.missing.size > 0) return { type: "documents", paragraphs };
      if (index.spent + head.list > index.room) throw new TooMuch();
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
    const names = property.values.map((pair) => pair.map(plainName));
    const equal = names.map((pair) => pair.includes(wanted));
    if (equal.includes(true) || isValid(index, name, wanted)) return having(equal);
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

  return { open, members, plainName, TooMuch, ELSEWHERE };
})();

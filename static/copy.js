// What a copy of the site in files does by script. A page opened from a file can fetch nothing, and load scripts: so
// every table is one, and hands itself over with `g7.put`.
"use strict";

window.g7 = (() => {
  const { root } = document.documentElement.dataset;
  const known = new Map();
  const asked = new Map();
  const put = (name, value) => known.set(name, value);
  // Loads a table once, and gives it.
  const need = (name) => {
    if (!asked.has(name)) {
      asked.set(
        name,
        new Promise((resolve, reject) => {
          const script = document.createElement("script");
          script.src = `${root}search/${name}.js`;
          script.onload = () => resolve(known.get(name));
          script.onerror = () => reject(new Error(`search/${name}.js cannot be loaded`));
          document.head.append(script);
        }),
      );
    }
    return asked.get(name);
  };
  // Reads the numbers of a text; see `table.rs`.
  const numbers = (text) => {
    const all = [];
    let number = 0;
    let scale = 1;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      const sign = code > 92 ? code - 36 : code - 35;
      number += sign * scale;
      if (sign < 60) {
        all.push(number);
        number = 0;
        scale = 1;
      } else {
        scale *= 31;
      }
    }
    return all;
  };
  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const page = (path) => `${root}${path}/index.html`;
  const asks = new URLSearchParams(location.search);
  return { root, put, need, numbers, make, page, asks };
})();

(() => {
  const { need, make, page, asks } = g7;
  const found = document.getElementById("found");
  const tool = found?.dataset.tool;

  const say = (words, links = []) => {
    found.replaceChildren(make("p", { className: "notice", textContent: words }));
    const item = ([path, label, more]) => make("li", {}, make("a", { href: page(path), textContent: label }), more ? ` ${more}` : "");
    if (links.length > 0) found.append(make("ul", {}, ...links.map(item)));
  };
  const lead = (path) => location.replace(page(path));

  const documents = async () => {
    const all = [];
    const { documents: count } = await need("head");
    for (const part of await Promise.all([...Array(count).keys()].map((at) => need(`d/${at}`)))) all.push(...part);
    return all;
  };

  // Where a printed number stands in a document: with or without the signs around it.
  const bare = (number) => number.toLowerCase().replace(/[().\s¶§]/g, "");
  const printed = async (id, number) => {
    const [signs, numbers] = await need(`p/${id}`);
    const wanted = bare(number);
    const hits = Object.entries(signs).filter(([sign]) => bare(sign) === wanted).flatMap(([, places]) => places);
    if (hits.length > 0) return hits;
    return /^\d+$/.test(wanted) && numbers.includes(Number(wanted)) ? [Number(wanted)] : [];
  };
  const several = (id, name, numbers, words) => {
    if (numbers.length === 1) return lead(`${id}/p/${numbers[0]}`);
    return say(words, numbers.map((number) => [`${id}/p/${number}`, `${name}, paragraph ${number} of this archive`]));
  };

  const wording = async () => {
    const digits = (asks.get("f") ?? "").trim().toLowerCase();
    document.getElementById("digits").value = digits;
    if (!digits || digits === "0") return;
    if (!/^[0-9a-f]{12,64}$/.test(digits)) return say("A fingerprint is written with 12 to 64 hex digits.");
    const { digits: length, begun } = await need("known");
    const key = digits.slice(0, length);
    const wordings = begun.split(" ").includes(key) ? (await need(`f/${key}`)).filter(([whole]) => whole.startsWith(digits)) : [];
    if (wordings.length === 0) return say("No wording that this archive ever published has this fingerprint.");
    const standing = wordings.filter(([, , , stands]) => stands);
    if (standing.length === 1 && wordings.length === 1) return lead(standing[0][1]);
    const path = ([, id, revision, stands]) => (stands ? id : `${id}/r/${revision}`);
    return say(
      standing.length > 0 ? "These words stand here:" : "These words were corrected since, or are gone; they stood here:",
      wordings.map((wording) => [path(wording), path(wording), wording[3] ? "" : "an earlier wording"]),
    );
  };

  const number = async () => {
    const [id, sign] = [asks.get("d") ?? "", asks.get("n") ?? ""];
    if (!id || id === "0") return say("Name a document and a number.");
    const known = (await documents()).find(([other]) => other === id);
    if (!known) return say(`This archive knows no document ${id}.`);
    try {
      const numbers = await printed(id, sign);
      if (numbers.length === 0) return say(`No paragraph of this text is printed with the number ${sign}.`, [[id, known[1]]]);
      return several(id, known[1], numbers, `Several paragraphs are printed with the number ${sign}.`);
    } catch {
      return say("The text of this document is not in this copy.", [[id, known[1]]]);
    }
  };

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const go = async () => {
    const typed = (asks.get("c") ?? "").trim();
    document.getElementById("go").value = typed;
    if (!typed) return;
    const all = await documents();
    const address = typed.match(/(?:^|\/)((?:19|20)\d\d-[a-z0-9-]+)(?:(?:\/index\.html)?|\/p\/(\d+)(?:\/r\/(\d+))?)?[).,;\s]*(?:[?#].*)?$/);
    const named = address && all.find(([id]) => id === address[1]);
    if (named && address[2] === undefined) return lead(named[0]);
    if (named) {
      const [, numbers] = await need(`p/${named[0]}`).catch(() => [{}, []]);
      if (numbers.includes(Number(address[2]))) return lead(`${named[0]}/p/${address[2]}${address[3] ? `/r/${address[3]}` : ""}`);
      return say("This copy has no such paragraph.", [[named[0], named[1]]]);
    }
    const fingerprint = typed.match(/\/f\/([0-9a-f]{12,64})\b/);
    if (fingerprint) return location.replace(`${page("f")}?f=${fingerprint[1]}`);
    const official = all.filter(([, , , , urls]) => urls.some((url) => url === typed || `${url}/` === typed));
    if (official.length === 1) return lead(official[0][0]);
    // A name, a year, and at the end the number of a paragraph.
    const pinpoint = typed.match(/(?:\bpara(?:graph|s|\.)?|\bp\.?|§|¶)\s*\(?([0-9]+(?:\.[0-9]+)*|[a-z]{1,2})\)?\.?\s*$/i);
    const rest = plain(pinpoint ? typed.slice(0, pinpoint.index) : typed);
    const words = rest.match(/[\p{L}\p{N}]+/gu)?.filter((word) => !["the", "of", "g7", "g8", "a", "and", "on", "in", "para"].includes(word)) ?? [];
    const has = ([id, , names, date]) => {
      const own = plain(`${id} ${names} ${date}`).match(/[\p{L}\p{N}]+/gu);
      return words.every((word) => own.some((other) => (word.length > 3 ? other.startsWith(word) : other === word)));
    };
    const hits = words.length > 0 ? all.filter(has) : [];
    if (hits.length === 0) return say("Nothing here is called so. The list of documents leads to every text.", [["documents", "Documents"]]);
    if (!pinpoint) return hits.length === 1 ? lead(hits[0][0]) : say("Several documents are called so.", hits.slice(0, 20).map(([id, name, , date]) => [id, name, date]));
    const places = [];
    for (const [id, name] of hits.slice(0, 20)) {
      const numbers = await printed(id, pinpoint[1]).catch(() => []);
      places.push(...numbers.map((number) => [`${id}/p/${number}`, `${name}, paragraph ${pinpoint[1]}`]));
    }
    if (places.length === 1) return lead(places[0][0]);
    if (places.length > 0) return say("Several paragraphs are called so.", places.slice(0, 20));
    return say("No paragraph of these has this number.", hits.slice(0, 20).map(([id, name, , date]) => [id, name, date]));
  };

  // The documents that have what was chosen among the properties of the list, the newest first.
  const chosen = async () => {
    const [head, all] = [await need("head"), await documents()];
    const names = [];
    const wanted = head.properties.flatMap(({ name, values, of }) => {
      const own = asks.getAll(name);
      names.push(...values.filter(([value]) => own.includes(value)).map(([, label]) => label));
      return own.length > 0 ? [(at) => [of[at] ?? []].flat().some((place) => own.includes(values[place][0]))] : [];
    });
    const held = asks.get("held");
    if (held) {
      names.push(held === "true" ? "text held here" : "text not held here");
      wanted.push((at) => head.counts[at] > 0 === (held === "true"));
    }
    const hits = all.map((line, at) => [line, at]).filter(([, at]) => wanted.every((fits) => fits(at))).reverse();
    say(`${hits.length} of ${all.length} documents: ${names.join(", ")}.`, hits.map(([[id, name, , date], at]) => [id, name, `${date}${head.counts[at] > 0 ? "" : ", text not held here"}`]));
  };

  const tools = { f: wording, para: number, go, list: chosen };
  if (tools[tool]) tools[tool]().catch((error) => say(`${error.message}.`));

  // What the server alone answers: where, if the archive is served.
  const asked = document.getElementById("asked");
  const at = asks.get("at");
  if (asked && at?.startsWith("/")) {
    const link = asked.querySelector("a");
    link.href = link.dataset.live + at;
    asked.hidden = false;
  }
})();

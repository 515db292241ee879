// The pages of a copy that search: results as the server shows them, and quotations looked up word for word.
"use strict";

(() => {
  const { make, page, asks, planner, matching, language, need } = g7;
  const PER_PAGE = 20;
  const [WHOLE, WINDOW] = [90, 60];
  const FACETS = { year: "Year", kind: "Kind", forum: "Forum", presidency: "Presidency", topic: "Topic", language: "Language" };
  const CHOICES = [...Object.keys(FACETS), "document", "mentions"];
  const SHOWN = 10;
  const found = document.getElementById("found");
  const tool = found?.dataset.tool;
  const main = document.getElementById("main");

  const search = () => ({
    q: (asks.get("q") ?? "").trim(),
    any: asks.get("match") === "any",
    sort: ["newest", "oldest", "document"].includes(asks.get("sort")) ? asks.get("sort") : "relevance",
    choices: Object.fromEntries(CHOICES.map((name) => [name, asks.getAll(name)]).filter(([, values]) => values.length > 0)),
    at: Math.max(1, Math.floor(Number(asks.get("page") ?? 1)) || 1),
    whole: asks.has("whole"),
  });
  // The address of a search, with its parameters in the order of the server's.
  const address = ({ q, any, sort, choices, at, whole }) => {
    const parameters = new URLSearchParams();
    if (q) parameters.append("q", q);
    if (any) parameters.append("match", "any");
    if (sort !== "relevance") parameters.append("sort", sort);
    for (const name of CHOICES) for (const value of choices[name] ?? []) parameters.append(name, value);
    if (at > 1) parameters.append("page", at);
    if (whole) parameters.append("whole", "");
    return `index.html?${parameters}`;
  };
  const link = (href, ...children) => make("a", { href }, ...children);
  const isolated = (text) => make("bdi", { textContent: text });
  const counted = (count, one, several) => `${count} ${count === 1 ? one : several}`;

  /* ---------- Hits ---------- */

  const excerpt = ({ text, ranges, tag }, spans) => {
    let [from, to] = [0, text.length];
    if (ranges.length > WHOLE && spans.length > 0) {
      const wordAt = (place) => ranges.findIndex(([, end]) => end > place);
      const places = spans.map(([start, end]) => [wordAt(start), wordAt(end - 1) + 1]);
      const inside = (first) => places.slice(first).filter(([, end]) => end <= places[first][0] + WINDOW).length;
      const best = places.map((_, at) => at).reduce((most, at) => (inside(at) > inside(most) ? at : most), 0);
      const [first, last] = [places[best][0], places[Math.max(best, best + inside(best) - 1)][1]];
      const spare = Math.max(0, WINDOW - (last - first));
      const start = Math.max(0, Math.min(first - (spare >> 1), ranges.length - WINDOW));
      const end = Math.min(ranges.length, Math.max(last, start + WINDOW));
      from = start === 0 ? 0 : ranges[start][0];
      to = end === ranges.length ? text.length : ranges[end - 1][1];
    } else if (ranges.length > WHOLE) to = ranges[WINDOW - 1][1];
    const parts = [];
    let at = from;
    for (const [start, end] of spans.filter(([start, end]) => start < to && from < end)) {
      parts.push(text.slice(at, Math.max(at, start)), make("mark", { textContent: text.slice(Math.max(at, start), Math.min(end, to)) }));
      at = Math.min(end, to);
    }
    parts.push(text.slice(at, to));
    const words = make("p", { className: "excerpt", dir: "auto" }, from > 0 ? "…\u00a0" : "", ...parts, to < text.length ? "\u00a0…" : "");
    if (tag !== "en") words.lang = tag;
    return words;
  };
  const line = (hit, spans) => {
    const path = `${hit.id}/p/${hit.number}`;
    const marker = make("a", { className: "number", href: page(path), textContent: hit.margin });
    marker.setAttribute("aria-label", `${hit.called}, ${hit.name}`);
    const matches = spans.length > 0 ? `${counted(spans.length, "match", "matches")}, in context` : "In context";
    const facts = make("p", { className: "fact" }, link(`${page(hit.id)}#p${hit.number}`, matches), " ", link(page(`${path}/cite`), "Cite"));
    return make("li", { className: "hit" }, marker, make("div", {}, excerpt(hit, spans), facts));
  };
  // Hits of one document one after the other stand below its name.
  const list = async (hits, plan) => {
    const texts = await Promise.all(hits.map(({ paragraph }) => matching.inText(paragraph)));
    const groups = make("ol", { className: "found" });
    let last = null;
    for (const hit of texts) {
      if (last?.id !== hit.id) {
        const origin = make("p", { className: "origin" }, make("span", { className: "date", textContent: hit.date }), " ", make("span", { className: "kind", textContent: hit.kind }));
        const group = make("li", {}, origin, make("h2", {}, link(page(hit.id), hit.name)), make("ol", { className: "hits" }));
        groups.append(group);
        last = { id: hit.id, lines: group.lastElementChild };
      }
      last.lines.append(line(hit, plan ? hit.spans(plan) : []));
    }
    return groups;
  };

  /* ---------- Choices ---------- */

  const isValue = (name, chosen, value) => chosen === value || (name === "presidency" && planner.plainName(chosen) === planner.plainName(value));
  const properties = async (index) => {
    const named = Object.fromEntries(index.head.properties.map((property) => [property.name, property]));
    const lines = await planner.settled(index, () => asks.getAll("document").flatMap((id) => index.named(planner.plainName(id)) ?? []));
    named.document = { values: lines.map(([, id, label]) => [id, label]), of: [] };
    lines.forEach(([document], at) => (named.document.of[document] = at));
    return named;
  };
  const passes = (named, choices, but) => {
    const wanted = Object.entries(choices).filter(([name]) => name !== but && name !== "mentions");
    const places = wanted.map(([name, chosen]) => [named[name].of, new Set(named[name].values.flatMap(([value], at) => (chosen.some((one) => isValue(name, one, value)) ? [at] : [])))]);
    return (document) => places.every(([of, having]) => [of[document] ?? []].flat().some((at) => having.has(at)));
  };
  const facets = (index, named, asked, all) => {
    const hits = new Map();
    for (const paragraph of all) hits.set(index.of[paragraph], (hits.get(index.of[paragraph]) ?? 0) + 1);
    const box = make("details", { className: "facets" }, make("summary", { textContent: "Narrow the results" }));
    for (const [name, label] of Object.entries(FACETS)) {
      const { values, of } = named[name];
      const fits = passes(named, asked.choices, name);
      const counts = new Map();
      for (const [document, count] of hits) if (fits(document)) for (const at of [of[document] ?? []].flat()) counts.set(at, (counts.get(at) ?? 0) + count);
      const own = asked.choices[name] ?? [];
      if (counts.size < 2 && own.length === 0) continue;
      const entries = [...counts].map(([at, count]) => [values[at][0], values[at][1], count]);
      entries.sort(name === "year" ? (a, b) => (a[0] < b[0] ? -1 : 1) : (a, b) => b[2] - a[2] || (a[1] < b[1] ? -1 : 1));
      const lines = entries.map(([value, words, count]) => {
        const selected = own.some((one) => isValue(name, one, value));
        const next = selected ? own.filter((one) => !isValue(name, one, value)) : [...own, value];
        const choice = link(address({ ...asked, at: 1, choices: { ...asked.choices, [name]: next } }), make("bdi", { className: "label", textContent: words }), " ", make("span", { className: "count", textContent: count }));
        if (selected) choice.setAttribute("aria-current", "true");
        return make("li", {}, choice);
      });
      const section = make("section", { className: "facet" }, make("h2", { textContent: label }), make("ul", {}, ...lines.slice(0, SHOWN)));
      if (lines.length > SHOWN) section.append(make("details", {}, make("summary", { textContent: `${lines.length - SHOWN} more` }), make("ul", {}, ...lines.slice(SHOWN))));
      box.append(section);
    }
    return box;
  };
  const ways = (asked, total) => {
    const group = (label, ways) => {
      const links = ways.map(([words, other, current]) => {
        const way = link(address({ ...asked, at: 1, ...other }), words);
        if (current) way.setAttribute("aria-current", "true");
        return way;
      });
      return make("li", {}, make("span", { textContent: label }), ...links);
    };
    const orders = { relevance: "Best match", newest: "Newest", oldest: "Oldest", document: "Document" };
    const list = make("ul", { className: "ordering" });
    if (total > 1) list.append(group("Order", Object.entries(orders).map(([sort, words]) => [words, { sort }, asked.sort === sort])));
    if (/\s/.test(asked.q) || asked.any) list.append(group("Match", [["All words", { any: false }, !asked.any], ["Any word", { any: true }, asked.any]]));
    return list;
  };
  const chips = (asked, named) => {
    const all = Object.entries(asked.choices).flatMap(([name, values]) => values.map((value) => [name, value]));
    const chip = ([name, value]) => {
      const label = named[name]?.values.find(([own]) => isValue(name, value, own))?.[1] ?? value;
      const next = { ...asked.choices, [name]: asked.choices[name].filter((other) => other !== value) };
      const cross = make("span", { textContent: " ×" });
      cross.setAttribute("aria-hidden", "true");
      return make("li", {}, make("a", { className: "chip", href: address({ ...asked, at: 1, choices: next }) }, make("span", { className: "hidden", textContent: `Without ${FACETS[name] ?? name}: ` }), isolated(label), cross));
    };
    const list = make("ul", { className: "chips" }, ...all.map(chip));
    list.setAttribute("aria-label", "Chosen");
    return all.length > 0 ? list : "";
  };

  /* ---------- The page of results ---------- */

  const mentioning = async (index, values) => {
    if (!values) return () => true;
    const having = new Set();
    for (const [id, , list] of await need("mentions")) {
      let last = -1;
      if (values.includes(id)) for (const gap of g7.numbers(list)) having.add((last += gap + 1));
    }
    return (paragraph) => having.has(paragraph);
  };
  const results = async () => {
    const asked = search();
    const index = await planner.open();
    if (asked.whole) index.room = Infinity;
    document.getElementById("q").value = asked.q;
    if (!asked.q && Object.keys(asked.choices).length === 0) return;
    const named = await properties(index);
    const among = await mentioning(index, asked.choices.mentions);
    const everything = Object.keys(asked.choices).length > 0 && !asked.q;
    const answer = everything
      ? { hits: [...Array(0)], notices: [], all: [], plan: null, matched: "all" }
      : await matching.search(index, asked.q, { any: asked.any, sort: asked.sort, shown: passes(named, asked.choices), among, wanted: asked.at * PER_PAGE + 1 });
    const { hits, notices, plan, all, cut } = answer;
    const pages = Math.max(1, Math.ceil(hits.length / PER_PAGE));
    const documents = new Set(hits.map(({ paragraph }) => index.of[paragraph])).size;
    // Where not all was looked at, what was found is no number of hits.
    const isPart = cut === "hits";
    const soFar = hits.length === 0 ? "Not yet searched" : `${counted(hits.length, "paragraph", "paragraphs")} found so far`;
    const heading = isPart ? soFar : hits.length === 0 ? "No paragraph found" : `${counted(hits.length, "paragraph", "paragraphs")} in ${counted(documents, "document", "documents")}`;
    const summary = make("div", { className: "summary" }, make("h1", { textContent: heading }));
    for (const { message } of notices) summary.append(make("p", { className: "notice", dir: "auto", textContent: message }));
    if (cut) summary.append(make("p", { className: "notice" }, link(address({ ...asked, at: 1, whole: true }), "Search in all of the index")));
    if (everything) summary.append(make("p", { className: "notice", textContent: "Type some words: a choice alone finds nothing in this copy." }));
    summary.append(chips(asked, named), ways(asked, hits.length));
    const column = make("div", { className: "hits-column" });
    if (hits.length === 0 && !isPart) column.append(make("div", { className: "prose" }, make("p", { textContent: `Nothing matches in the ${counted(index.head.paragraphs, "paragraph", "paragraphs")} of this copy.` }), make("p", {}, link(page("help"), "How to search"), " tells how to ask more widely.")));
    column.append(await list(hits.slice((asked.at - 1) * PER_PAGE, asked.at * PER_PAGE), plan));
    if (pages > 1) {
      const step = (at, words, rel) => (at >= 1 && at <= pages ? make("a", { className: "button quiet", href: address({ ...asked, at }), rel, textContent: words }) : "");
      const nav = make("nav", { className: "pages" }, step(asked.at - 1, "Previous page", "prev"), make("span", { textContent: `Page ${asked.at} of ${pages}` }), step(asked.at + 1, "Next page", "next"));
      nav.setAttribute("aria-label", "Pages");
      column.append(nav);
    }
    const box = make("div", { className: "results" }, summary);
    if (!isPart && (hits.length > 0 || Object.keys(asked.choices).length > 0)) box.append(facets(index, named, asked, all));
    box.append(column);
    main.replaceChildren(box);
    document.title = `${asked.q} (${hits.length}) – G7 Cyber Archive`;
    main.dataset.done = "";
  };

  /* ---------- Quotations ---------- */

  const check = async () => {
    const quoted = (asks.get("q") ?? "").trim();
    document.getElementById("quotation").value = quoted;
    if (!quoted) return;
    const say = (words, ...more) => found.replaceChildren(make("p", { className: "notice", textContent: words }), ...more);
    const words = language.words(quoted);
    if (words.length === 0) return say("There are no words in this.");
    const index = await planner.open();
    index.room = Infinity;
    // A query has an end, and a quotation longer than that is looked for by its beginning.
    const beginning = words.length > 60 ? words.slice(0, 60) : words;
    const { hits, plan } = await matching.search(index, `="${beginning.join(" ").replaceAll(language.BEGINS, "")}"`);
    const cut = beginning.length < words.length ? ` Its first ${beginning.length} words were looked for.` : "";
    if (hits.length === 0) return say(`No text of this copy has these words in this order.${cut} That says nothing of texts that are not held.`);
    say(`These words stand exactly so in ${counted(hits.length, "paragraph", "paragraphs")}.${cut}`, await list(hits.slice(0, PER_PAGE), plan));
  };

  const fail = (error) => main.append(make("p", { className: "notice", textContent: `This copy cannot be searched: ${error.message}.` }));
  if (tool === "check") check().catch(fail).finally(() => (main.dataset.done = ""));
  else results().catch(fail).finally(() => (main.dataset.done = ""));
})();

// Where a query is met, and in what order its hits come: as `search/matching` and `search/run` decide it, over the lists of
// the index and over the words of one text.
"use strict";

g7.matching = (() => {
  const { need, numbers, planner, language } = g7;
  const { fround } = Math;
  const [K1, B, TITLE, PAIR, GATHERED, LINKED, MOST, NEAR, ORDERED] = [1.2, 0.75, 0.2, 0.1, 0.3, 0.5, 2.2, 8, 128];
  const MOST_STEPS = 200_000;

  /* ---------- Lists ---------- */

  const listed = async (list) => {
    if (typeof list === "string") return list;
    const names = [...Array(list[1] - list[0]).keys()].map((at) => `l/${list[0] + at}`);
    return (await Promise.all(names.map(need))).join("");
  };
  // The paragraphs of a word, each with how often it stands there; with its places where they are wanted.
  const opened = new Map();
  const openWord = async (index, word, withPlaces) => {
    const entry = index.entry(word);
    if (!entry) return;
    let known = opened.get(word);
    if (!known) {
      const codes = numbers(await listed(entry[1]));
      known = { counts: new Map(), places: null };
      let paragraph = -1;
      for (let at = 0; at < codes.length; at += 1) {
        paragraph += (codes[at] >> 1) + 1;
        known.counts.set(paragraph, codes[at] & 1 ? codes[(at += 1)] + 2 : 1);
      }
      opened.set(word, known);
    }
    if (withPlaces && !known.places) {
      const codes = numbers(await listed(entry[2]));
      const places = new Map();
      let at = 0;
      for (const [paragraph, count] of known.counts) {
        let place = 0;
        places.set(paragraph, codes.slice(at, at + count).map((gap) => (place += gap)));
        at += count;
      }
      known.places = places;
    }
  };
  const open = (index, sets, withPlaces) => Promise.all([...new Set(sets.flatMap(({ words }) => words))].map((word) => openWord(index, word, withPlaces)));

  // The same over the index: how often a set stands in a paragraph, and where.
  const inIndex = () => {
    const sums = new Map();
    const countsOf = (set) => {
      if (!sums.has(set.key)) {
        const all = new Map();
        for (const word of set.words) for (const [paragraph, count] of opened.get(word)?.counts ?? []) all.set(paragraph, (all.get(paragraph) ?? 0) + count);
        sums.set(set.key, all);
      }
      return sums.get(set.key);
    };
    const count = (set, paragraph) => countsOf(set).get(paragraph) ?? 0;
    const places = (set, paragraph) => set.words.flatMap((word) => opened.get(word)?.places?.get(paragraph) ?? []).sort((a, b) => a - b);
    return { countsOf, count, places };
  };

  /* ---------- One paragraph ---------- */

  const order = (a, b) => a[0] - b[0] || a[1] - b[1];
  const distinct = (intervals) => intervals.sort(order).filter(([from, to], at) => at === 0 || intervals[at - 1][0] !== from || intervals[at - 1][1] !== to);
  const unitPlaces = (source, unit, paragraph) => {
    const found = [];
    for (const path of unit.paths) {
      if (path.length === 0 || path.some((set) => source.count(set, paragraph) === 0)) continue;
      let starts = source.places(path[0], paragraph);
      path.slice(1).forEach((set, offset) => {
        const next = new Set(source.places(set, paragraph));
        starts = starts.filter((start) => next.has(start + offset + 1));
      });
      found.push(...starts.map((start) => [start, start + path.length]));
    }
    return distinct(found);
  };
  const intervals = (source, clause, paragraph) => {
    if (clause.type === "unit") return unitPlaces(source, clause, paragraph);
    return clause.type === "either" ? distinct(clause.parts.flatMap((part) => intervals(source, part, paragraph))) : [];
  };
  // Gives a place to every part, no word twice and at most so many others between; calls `each` with every way.
  const near = (parts, distance, each) => {
    if (parts.some((part) => part.length === 0)) return;
    const longest = parts.reduce((sum, part) => sum + Math.max(...part.map(([from, to]) => to - from)), 0);
    const places = [...parts].sort((a, b) => a.length - b.length);
    let steps = 0;
    const choose = (at, chosen, first, last, words) => {
      if (at === places.length) return last - first <= words + distance ? each(chosen) : false;
      for (const place of places[at]) {
        if ((steps += 1) > MOST_STEPS) return true;
        const [from, to] = [Math.min(first, place[0]), Math.max(last, place[1])];
        if (to - from > longest + distance || chosen.some((other) => place[0] < other[1] && other[0] < place[1])) continue;
        if (choose(at + 1, [...chosen, place], from, to, words + place[1] - place[0])) return true;
      }
      return false;
    };
    choose(0, [], Infinity, 0, 0);
  };
  const isNear = (parts, distance) => {
    let found = false;
    near(parts, distance, () => (found = true));
    return found;
  };
  const holds = (source, clause, paragraph, document) => {
    const each = (part) => holds(source, part, paragraph, document);
    switch (clause.type) {
      case "unit":
        return (clause.only ? source.count(clause.only, paragraph) > 0 : unitPlaces(source, clause, paragraph).length > 0) || Boolean(clause.titled?.has(document));
      case "documents":
      case "paragraphs":
        return clause.paragraphs[paragraph] === 1;
      case "every":
        return clause.parts.every(each);
      case "either":
        return clause.parts.some(each);
      case "without":
        return !each(clause.part);
      case "some":
        return clause.required.every(each) && clause.counted.filter(each).length >= clause.least;
      default:
        return isNear(clause.parts.map((part) => intervals(source, part, paragraph)), clause.distance);
    }
  };
  // What a query found in a text that is a hit, as intervals of words, merged where they overlap.
  const marks = (source, clause, paragraph, document) => {
    const found = [];
    const mark = (part) => {
      if (part.type === "unit") found.push(...unitPlaces(source, part, paragraph));
      else if (part.type === "every") part.parts.forEach(mark);
      else if (part.type === "either" || part.type === "some") (part.parts ?? part.counted).filter((each) => holds(source, each, paragraph, document)).forEach(mark);
      else if (part.type === "near") near(part.parts.map((each) => intervals(source, each, paragraph)), part.distance, (chosen) => (found.push(...chosen), false));
    };
    mark(clause);
    const merged = [];
    for (const [from, to] of found.sort(order)) {
      const last = merged.at(-1);
      if (last && from < last[1]) last[1] = Math.max(last[1], to);
      else merged.push([from, to]);
    }
    return merged;
  };

  /* ---------- How close ---------- */

  const gathered = (seen, weights) => {
    const longest = weights.length + NEAR;
    const counts = weights.map(() => 0);
    const weighty = weights.filter((weight) => weight > 0).length;
    const all = weights.reduce((sum, weight) => fround(sum + weight), 0);
    let [here, have, most, first] = [0, 0, 0, 0];
    for (const last of seen) {
      for (let part = last.part; part < last.part + last.covers; part += 1) {
        counts[part] += 1;
        if (counts[part] === 1 && weights[part] > 0) [here, have] = [fround(here + weights[part]), have + 1];
      }
      for (; first < seen.length && last.end > seen[first].start + longest; first += 1) {
        for (let part = seen[first].part; part < seen[first].part + seen[first].covers; part += 1) {
          counts[part] -= 1;
          if (counts[part] === 0 && weights[part] > 0) [here, have] = [fround(here - weights[part]), have - 1];
        }
      }
      if (have === weighty) return 1;
      most = Math.max(most, here);
    }
    return all > 0 ? Math.min(fround(most / all), fround(0.999)) : 0;
  };
  const closeness = (seen, weights) => {
    seen.sort((a, b) => a.start - b.start || a.end - b.end || a.part - b.part || a.covers - b.covers || a.asTyped - b.asTyped);
    const links = weights.map(() => false);
    let chains = [];
    let together = null;
    for (const place of seen) {
      chains = chains.filter(({ end }) => end >= place.start);
      const next = place.part + place.covers;
      links.fill(true, place.part + 1, next);
      let [fromFirst, asTyped] = [place.part === 0, place.asTyped];
      for (const chain of chains.filter((each) => each.end === place.start && each.next === place.part)) {
        links[place.part] = true;
        if (chain.fromFirst && (!fromFirst || chain.asTyped)) [fromFirst, asTyped] = [true, chain.asTyped && place.asTyped];
      }
      if (fromFirst && next === weights.length) together = Boolean(together) || asTyped;
      chains.push({ end: place.end, next, fromFirst, asTyped });
    }
    let [linked, all] = [0, 0];
    for (let at = 1; at < weights.length; at += 1) {
      const pair = fround(weights[at - 1] + weights[at]);
      all = fround(all + pair);
      if (links[at]) linked = fround(linked + pair);
    }
    const shares = { linked: all > 0 ? fround(linked / all) : 0, gathered: gathered(seen, weights) };
    if (together !== null) return { ...shares, standing: "together", asTyped: together };
    const typed = seen.filter(({ asTyped }) => asTyped);
    if (shares.gathered >= 1) return { ...shares, standing: "near", asTyped: gathered(typed, weights) >= 1 };
    const has = (part) => typed.some((place) => place.part <= part && part < place.part + place.covers);
    return { ...shares, standing: "scattered", asTyped: weights.every((_, part) => has(part)) };
  };
  const worth = ({ weights, isOfAll }, close) => {
    const weight = weights.reduce((sum, each) => fround(sum + each), 0);
    const step = fround((MOST + TITLE + GATHERED + LINKED) * weight + 1);
    const all = { together: [4, 5], near: [2, 3], scattered: [0, 1] }[close.standing][close.asTyped ? 1 : 0];
    const steps = close.standing === "together" || isOfAll ? all : close.linked >= 1 ? 4 : 0;
    return fround(steps * step + weight * (GATHERED * close.gathered ** 2 + LINKED * close.linked ** 2));
  };

  /* ---------- A search ---------- */

  const setsOf = (clause) => {
    if (clause.type === "unit") return [...clause.paths.flat(), ...(clause.scored ? [clause.scored] : [])];
    return [...(clause.parts ?? []), ...(clause.required ?? []), ...(clause.counted ?? []), ...(clause.part ? [clause.part] : [])].flatMap(setsOf);
  };
  const needsPlaces = (clause) => {
    if (clause.type === "unit") return clause.only ? [] : clause.paths.flat();
    if (clause.type === "near") return setsOf(clause);
    return [...(clause.parts ?? []), ...(clause.required ?? []), ...(clause.counted ?? []), ...(clause.part ? [clause.part] : [])].flatMap(needsPlaces);
  };
  // The paragraphs that a clause may hold for, or null where all may.
  const candidates = (source, clause, index) => {
    const union = (parts) => {
      const all = parts.map((part) => candidates(source, part, index));
      if (all.includes(null)) return null;
      return new Set(all.flatMap((each) => [...each]));
    };
    switch (clause.type) {
      case "unit": {
        if (clause.titled?.size > 0) return null;
        const paths = clause.paths.map((path) => {
          const rarest = [...path].sort((a, b) => source.countsOf(a).size - source.countsOf(b).size);
          return rarest.length === 0 ? [] : [...source.countsOf(rarest[0]).keys()].filter((paragraph) => rarest.every((set) => source.countsOf(set).has(paragraph)));
        });
        return new Set(paths.flat());
      }
      case "near":
      case "every": {
        const all = clause.parts.map((part) => candidates(source, part, index)).filter(Boolean).sort((a, b) => a.size - b.size);
        return all.length === 0 ? null : new Set([...all[0]].filter((paragraph) => all.every((each) => each.has(paragraph))));
      }
      case "either":
        return union(clause.parts);
      case "some":
        return union(clause.counted);
      default:
        return null;
    }
  };
  const hitsOf = async (index, clause) => {
    await open(index, setsOf(clause), false);
    await open(index, needsPlaces(clause), true);
    const source = inIndex();
    const among = candidates(source, clause, index) ?? Array(index.head.paragraphs).keys();
    return [...among].sort((a, b) => a - b).filter((paragraph) => holds(source, clause, paragraph, index.of[paragraph]));
  };
  const mostParts = async (index, { root }) => {
    if (root.type !== "some") return (await hitsOf(index, root)).length > 0 ? 1 : 0;
    const hits = await hitsOf(index, { ...root, least: 1 });
    const source = inIndex();
    const parts = (paragraph) => root.counted.filter((part) => holds(source, part, paragraph, index.of[paragraph])).length;
    return hits.reduce((most, paragraph) => Math.max(most, parts(paragraph)), 0);
  };

  // Plans a query, falling back to most of its parts where no paragraph has all.
  const resolved = async (index, typed, any) => {
    let query = language.read(typed);
    if (any && query.notices.some(({ code }) => code === "too-many-terms")) query = await rarest(index, typed);
    const settle = (work) => planner.settled(index, work);
    let plans = await settle(() => planner.of(index, query));
    const whole = (demand) => settle(() => (plans = planner.of(index, query)).whole(demand));
    let demand = any ? "any" : "all";
    let plan = await whole(demand);
    let matched = demand;
    const notices = [...query.notices, ...plans.notices];
    if (plan.root && !any && plans.countable > 0 && plans.countable + plans.common.length > 1 && (await hitsOf(index, plan.root)).length === 0) {
      const one = await whole(1);
      const parts = one.root?.type === "some" ? one.root.counted.length : 1;
      const most = one.root ? await mostParts(index, one) : 0;
      if (most > 0) {
        demand = most === parts ? parts : Math.min(most, Math.floor(parts / 2) + 1);
        matched = "most";
        plan = demand > 1 ? await whole(demand) : one;
        notices.push({ code: "most", message: `No paragraph has all parts of the query; these have ${demand} or more of ${parts}.` });
      }
    }
    const order = plan.root ? await settle(() => plans.order(demand)) : null;
    return { query, plan, order, matched, notices };
  };
  const rarest = async (index, typed) => {
    const whole = language.read(typed, Infinity);
    const found = [];
    await planner.settled(index, () => {
      found.length = 0;
      language.eachTerm(whole.root, true, ({ style, words, from }) => style === "word" && words.length === 1 && found.push([index.texts(words[0]), from]));
    });
    found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const unique = found.filter(([having, from], at) => at === 0 || found[at - 1][0] !== having || found[at - 1][1] !== from);
    const left = unique.reverse().slice(0, Math.max(0, whole.terms - language.MAX_TERMS)).map(([, from]) => from);
    return language.read(typed, language.MAX_TERMS, left);
  };

  const titleScores = (index, plan) => {
    const scores = new Map();
    for (const unit of plan.units.filter(({ weight }) => weight > 0)) {
      const having = unit.paths.flatMap((path) => {
        const of = path.map(({ words }) => new Set(words.flatMap((word) => index.entry(word)?.[3] ?? [])));
        return of.length === 0 ? [] : [...of[0]].filter((document) => of.every((each) => each.has(document)));
      });
      for (const document of new Set(having)) scores.set(document, fround((scores.get(document) ?? 0) + fround(TITLE * unit.weight)));
    }
    return scores;
  };

  // Finds the paragraphs of a query, best first; `shown` says which documents are, and `sort` how they come.
  const search = async (index, typed, { any = false, sort = "relevance", shown = () => true, among = () => true } = {}) => {
    const { query, plan, order: ordering, matched, notices } = await resolved(index, typed, any);
    if (!plan.root) return { query, matched, notices, hits: [], plan, all: [] };
    const { head } = index;
    const average = fround(Math.max(1, head.average));
    const lengths = head.classes.map((length) => fround(fround(K1) * fround(fround(1 - B) + fround(fround(B * length) / average))));
    const classOf = (paragraph) => {
      const code = head.lengths.charCodeAt(paragraph);
      return code > 92 ? code - 36 : code - 35;
    };
    const saturated = (count, paragraph) => fround(fround(count * fround(1 + fround(K1))) / fround(count + lengths[classOf(paragraph)]));
    const all = (await hitsOf(index, plan.root)).filter((paragraph) => among(paragraph));
    const passing = all.filter((paragraph) => shown(index.of[paragraph]));
    const isRanked = sort === "relevance";
    if (isRanked) await open(index, plan.pairs.flatMap(([left, right]) => [left, right]), true);
    const source = inIndex();
    const titles = titleScores(index, plan);
    const units = plan.units.filter(({ weight }) => weight > 0);
    const counted = (unit, paragraph) => (unit.only ? source.count(unit.only, paragraph) : unitPlaces(source, unit, paragraph).length);
    const score = (paragraph) => {
      let sum = 0;
      for (const unit of units.filter(({ scored }) => !scored)) {
        const count = counted(unit, paragraph);
        if (count > 0) sum = fround(sum + fround(unit.weight * saturated(count, paragraph)));
      }
      for (const unit of units.filter(({ scored }) => scored)) {
        const count = source.count(unit.scored, paragraph);
        if (count > 0) sum = fround(sum + fround(unit.weight * saturated(count, paragraph)));
      }
      sum = fround(sum + (titles.get(index.of[paragraph]) ?? 0));
      let pairs = 0;
      for (const [left, right, weight] of plan.pairs) {
        if (source.count(left, paragraph) === 0 || source.count(right, paragraph) === 0) continue;
        const second = new Set(source.places(right, paragraph));
        const count = source.places(left, paragraph).filter((place) => second.has(place + 1)).length;
        if (count > 0) pairs = fround(pairs + fround(fround(PAIR * weight) * saturated(count, paragraph)));
      }
      return fround(sum + pairs);
    };
    const rank = { relevance: head.newest, newest: head.newest, document: head.byTitle }[sort];
    const hits = passing.map((paragraph) => ({ paragraph, score: isRanked ? score(paragraph) : 0, rank: rank ? rank[index.of[paragraph]] : index.of[paragraph] }));
    const bySort = (a, b) => (isRanked ? b.score - a.score : 0) || a.rank - b.rank || a.paragraph - b.paragraph;
    hits.sort(bySort);
    if (isRanked && ordering) {
      const sets = ordering.evidence.flatMap(({ unit }) => setsOf(unit));
      await open(index, sets, ordering.weights.length > 1);
      const places = inIndex();
      // Of one word it only counts whether it stands there as typed: no place has to be read for that.
      const one = ordering.weights.length === 1 && ordering.evidence.every(({ unit }) => unit.paths.every((path) => path.length === 1));
      if (ordering.weights.length === 1 && !one) await open(index, sets, true);
      for (const hit of hits.slice(0, ORDERED)) {
        const seen = ordering.evidence.flatMap(({ unit, part, covers, asTyped }) => {
          const found = one ? (unit.paths.some(([set]) => places.count(set, hit.paragraph) > 0) ? [[0, 1]] : []) : unitPlaces(places, unit, hit.paragraph);
          return found.map(([start, end]) => ({ start, end, part, covers, asTyped }));
        });
        hit.score = fround(hit.score + worth(ordering, closeness(seen, ordering.weights)));
      }
      hits.sort(bySort);
    }
    return { query, matched, notices, hits, plan, all };
  };

  // The text of a paragraph with the ranges of its words, and what finds a plan among them.
  const inText = async (paragraph) => {
    const [document, id, number, called, name, date, kind, text, offsets, others, tag, margin] = await need(`t/${paragraph}`);
    const codes = numbers(offsets);
    const ranges = [];
    let place = 0;
    for (let at = 0; at < codes.length; at += 1) {
      place += codes[at] >> 1;
      if (codes[at] & 1) place -= codes[(at += 1)];
      const length = codes[(at += 1)];
      ranges.push([place, place + length]);
      place += length;
    }
    const words = ranges.map(([from, to], at) => others[at] ?? text.slice(from, to).toLowerCase());
    const places = (set) => {
      const wanted = new Set(set.words);
      return words.flatMap((word, at) => (wanted.has(word) ? [at] : []));
    };
    const source = { places, count: (set) => places(set).length };
    const spans = (plan) => {
      const found = [];
      for (const [from, to] of marks(source, plan.root, paragraph, document)) {
        const [start, end] = [ranges[from][0], ranges[to - 1][1]];
        const last = found.at(-1);
        if (last && start < last[1]) last[1] = Math.max(last[1], end);
        else found.push([start, end]);
      }
      return found;
    };
    return { document, id, number, margin, called, name, date, kind, text, ranges, tag, spans };
  };

  return { search, inText };
})();

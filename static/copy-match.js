// Where a query is met, and in what order its hits come: as `search/matching` and `search/run` decide it, over the lists of
// the index and over the words of one text.
"use strict";

g7.matching = (() => {
  const { need, numbers, planner, language } = g7;
  const { THERE, TIMES, PLACES, open, wordsOf, totalCost, openRuns, costOfRuns, inIndex, inRuns, steps, plain, setsOfUnit } = g7.lists;
  const { TooMuch, ELSEWHERE } = g7.index;
  const { fround } = Math;
  const [K1, B, TITLE, TITLE_ALONE, PAIR, GATHERED, IN_ORDER, MOST] = [1.2, 0.75, 0.2, 1, 0.1, 0.3, 2, 2.2].map(fround);
  const [NEAR, GAP, ORDERED, UNWEIGHTED] = [8, 2, 128, fround(0.2)];
  const MOST_STEPS = 200_000;
  const STEP = 20;

  const unlessTooMuch = (error) => {
    if (!(error instanceof TooMuch)) throw error;
    return true;
  };

  /* ---------- One paragraph ---------- */

  const order = (a, b) => a[0] - b[0] || a[1] - b[1];
  const distinct = (intervals) => intervals.sort(order).filter(([from, to], at) => at === 0 || intervals[at - 1][0] !== from || intervals[at - 1][1] !== to);
  const unitPlaces = (source, unit, paragraph) => {
    const found = [];
    for (const path of unit.paths) {
      const own = source.steps(path);
      if (own.length === 0 || own.some(({ set }) => source.count(set, paragraph) === 0)) continue;
      let starts = source.places(own[0].set, paragraph).map((place) => place - own[0].at);
      for (const { set, at } of own.slice(1)) {
        const next = new Set(source.places(set, paragraph));
        starts = starts.filter((start) => next.has(start + at));
      }
      found.push(...starts.map((start) => [start, start + path.length]));
    }
    return distinct(found);
  };
  // How often a unit stands there; where it is looked up as a whole, no place is read for it.
  const occurrences = (source, unit, paragraph) => {
    const [only, ...more] = unit.paths.length === 1 ? source.steps(unit.paths[0]) : [];
    return only && more.length === 0 ? source.count(only.set, paragraph) : unitPlaces(source, unit, paragraph).length;
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
  const inOrder = (seen, weights) => {
    const sum = (parts) => parts.reduce((whole, weight) => fround(whole + weight), 0);
    const weighty = weights.filter((weight) => weight > 0).length;
    const least = fround(fround(UNWEIGHTED * sum(weights)) / Math.max(1, weighty));
    const weightOf = (parts) => sum(parts.map((weight) => (weight > 0 ? weight : least)));
    let [sequences, most] = [[], 0];
    for (const place of seen) {
      sequences = sequences.filter(({ end }) => end + GAP >= place.start);
      const next = place.part + place.covers;
      const own = weightOf(weights.slice(place.part, next));
      const before = sequences.filter((each) => each.end <= place.start && each.next <= place.part);
      const weight = fround(own + Math.max(0, ...before.map((each) => each.weight)));
      sequences.push({ end: place.end, next, weight });
      most = Math.max(most, weight);
    }
    const all = weightOf(weights);
    return all > 0 ? fround(most / all) : 0;
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
    const weighty = links.filter((_, at) => at > 0 && weights[at - 1] + weights[at] > 0);
    const linked = weighty.length > 0 && weighty.every((link) => link);
    const shares = { linked, gathered: gathered(seen, weights), inOrder: inOrder(seen, weights) };
    if (together !== null) return { ...shares, standing: "together", asTyped: together };
    const typed = seen.filter(({ asTyped }) => asTyped);
    if (shares.gathered >= 1) return { ...shares, standing: "near", asTyped: gathered(typed, weights) >= 1 };
    const has = (part) => typed.some((place) => place.part <= part && part < place.part + place.covers);
    return { ...shares, standing: "scattered", asTyped: weights.every((_, part) => has(part)) };
  };
  const worth = ({ weights, isOfAll }, close) => {
    const weight = weights.reduce((sum, each) => fround(sum + each), 0);
    const step = fround(fround([TITLE, GATHERED, IN_ORDER].reduce((sum, each) => fround(sum + each), MOST) * weight) + 1);
    const all = { together: [4, 5], near: [2, 3], scattered: [0, 1] }[close.standing][close.asTyped ? 1 : 0];
    const steps = close.standing === "together" || isOfAll ? all : close.linked ? 4 : 0;
    const squared = (share) => fround(share * share);
    const shares = fround(fround(GATHERED * squared(close.gathered)) + fround(IN_ORDER * squared(squared(squared(close.inOrder)))));
    return fround(fround(steps * step) + fround(weight * shares));
  };

  /* ---------- A search ---------- */

  const within = (clause) => [...(clause.parts ?? []), ...(clause.required ?? []), ...(clause.counted ?? []), ...(clause.part ? [clause.part] : [])];
  const setsOf = (index, clause) => (clause.type === "unit" ? setsOfUnit(index, clause) : within(clause).flatMap((part) => setsOf(index, part)));
  const needsPlaces = (index, clause) => {
    if (clause.type === "unit") return clause.only ? [] : setsOfUnit(index, clause);
    return clause.type === "near" ? setsOf(index, clause) : within(clause).flatMap((part) => needsPlaces(index, part));
  };
  // The paragraphs that a clause may hold for, or null where all may.
  const candidates = (source, clause) => {
    const union = (parts) => {
      const all = parts.map((part) => candidates(source, part));
      if (all.includes(null)) return null;
      return new Set(all.flatMap((each) => [...each]));
    };
    switch (clause.type) {
      case "unit": {
        if (clause.titled?.size > 0) return null;
        const paths = clause.paths.map((path) => {
          const rarest = source.steps(path).map(({ set }) => source.countsOf(set)).sort((a, b) => a.size - b.size);
          return rarest.length === 0 ? [] : [...rarest[0].keys()].filter((paragraph) => rarest.every((counts) => counts.has(paragraph)));
        });
        return new Set(paths.flat());
      }
      case "near":
      case "every": {
        const all = clause.parts.map((part) => candidates(source, part)).filter(Boolean).sort((a, b) => a.size - b.size);
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
  // What may be a hit, in order, as far as it is known without places; and `fits`, which tells it of a part.
  const mayHold = async (index, clause) => {
    await open(index, setsOf(index, clause), THERE);
    const source = inIndex(index);
    const among = candidates(source, clause) ?? Array(index.head.paragraphs).keys();
    const fits = (part, paragraph) => {
      const each = (inner) => fits(inner, paragraph);
      switch (part.type) {
        case "unit":
          return part.paths.some((path) => path.length > 0 && source.steps(path).every(({ set }) => source.count(set, paragraph) > 0)) || Boolean(part.titled?.has(index.of[paragraph]));
        case "documents":
        case "paragraphs":
          return part.paragraphs[paragraph] === 1;
        case "every":
        case "near":
          return part.parts.every(each);
        case "either":
          return part.parts.some(each);
        case "without":
          return needsPlaces(index, part.part).length > 0 || !each(part.part);
        default:
          return part.required.every(each) && part.counted.filter(each).length >= part.least;
      }
    };
    return { may: [...among].sort((a, b) => a - b).filter((paragraph) => fits(clause, paragraph)), fits };
  };
  // The paragraphs that a clause holds for, and where their words are known from.
  const hitsOf = async (index, clause) => {
    const { may: all } = await mayHold(index, clause);
    const sets = needsPlaces(index, clause);
    await planner.settled(index, () => wordsOf(sets).forEach(index.entry));
    const byRuns = costOfRuns(index, all) < totalCost(index, sets, PLACES);
    if (byRuns) await openRuns(index, all);
    else await open(index, sets, PLACES);
    const source = byRuns ? inRuns(index) : inIndex(index);
    return { source, hits: all.filter((paragraph) => holds(source, clause, paragraph, index.of[paragraph])) };
  };
  // Of how many parts of a plan a paragraph has most; those that may have more are looked at first.
  const mostParts = async (index, { root }) => {
    if (root.type !== "some") return (await hitsOf(index, root)).hits.length > 0 ? 1 : 0;
    const { may, fits } = await mayHold(index, { ...root, least: 1 });
    const sets = needsPlaces(index, root);
    await planner.settled(index, () => wordsOf(sets).forEach(index.entry));
    const byRuns = index.head.run > 0 && totalCost(index, sets, PLACES) > 0;
    const source = byRuns ? inRuns(index) : inIndex(index);
    if (!byRuns) await open(index, sets, PLACES);
    const parts = (paragraph) => root.counted.filter((part) => holds(source, part, paragraph, index.of[paragraph])).length;
    const bounds = may.map((paragraph) => [root.counted.filter((part) => fits(part, paragraph)).length, paragraph]).sort((a, b) => b[0] - a[0]);
    let most = 0;
    for (let at = 0; at < bounds.length && bounds[at][0] > most; at += STEP) {
      const next = bounds.slice(at, at + STEP).filter(([bound]) => bound > most).map(([, paragraph]) => paragraph);
      if (byRuns) await openRuns(index, next);
      const hits = next.filter((paragraph) => holds(source, { ...root, least: 1 }, paragraph, index.of[paragraph]));
      most = hits.reduce((found, paragraph) => Math.max(found, parts(paragraph)), most);
    }
    return most;
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
    // Where that is too much to find out, it is not taken for nothing.
    const finds = async (root) => hitsOf(index, root).then(({ hits }) => hits.length > 0, unlessTooMuch);
    if (plan.root && !any && plans.countable > 0 && plans.countable + plans.common.length > 1 && !(await finds(plan.root))) {
      const one = await whole(1);
      const parts = one.root?.type === "some" ? one.root.counted.length : 1;
      const most = one.root ? await mostParts(index, one).catch(unlessTooMuch) : 0;
      if (most === true) {
        const message = "No paragraph has all parts of the query. Which have most of them is more of the index than a first search loads.";
        return { query, plan, order: null, matched, notices: [...notices, { code: "too-much", message }], cut: "hits" };
      }
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
        const of = path.map(({ words }) => new Set(words.flatMap((word) => index.titled(word))));
        return of.length === 0 ? [] : [...of[0]].filter((document) => of.every((each) => each.has(document)));
      });
      for (const document of new Set(having)) scores.set(document, fround((scores.get(document) ?? 0) + fround(TITLE * unit.weight)));
    }
    return scores;
  };

  // Finds the paragraphs of a query, best first; `shown` says which documents are, and `sort` how they come.
  const search = async (index, typed, { any = false, sort = "relevance", shown = () => true, among = () => true, wanted = 20 } = {}) => {
    index.spent = 0;
    const known = await resolved(index, typed, any).catch(unlessTooMuch);
    if (known === true) return { query: null, matched: "all", notices: [{ code: "too-much", message: "To know which documents are meant takes more of the index than a first search loads." }], hits: [], plan: null, all: [], cut: "hits" };
    const { query, plan, order: ordering, matched, notices, cut } = known;
    if (!plan.root || cut) return { query, matched, notices, hits: [], plan, all: [], cut };
    const { head } = index;
    const average = fround(Math.max(1, head.average));
    const lengths = head.classes.map((length) => fround(K1 * fround(fround(1 - B) + fround(fround(B * length) / average))));
    const classOf = (paragraph) => {
      const code = head.lengths.charCodeAt(paragraph);
      return code > 92 ? code - 36 : code - 35;
    };
    const saturated = (count, paragraph) => fround(fround(count * fround(1 + K1)) / fround(count + lengths[classOf(paragraph)]));
    const passes = (paragraph) => among(paragraph) && shown(index.of[paragraph]);
    const ranks = { relevance: head.newest, newest: head.newest, document: head.byTitle }[sort];
    const rank = (paragraph) => (ranks ? ranks[index.of[paragraph]] : index.of[paragraph]);
    const byRank = (a, b) => a.rank - b.rank || a.paragraph - b.paragraph;
    const ranked = (paragraph, score = 0) => ({ paragraph, score, rank: rank(paragraph) });
    const result = { query, matched, notices, plan };
    const unordered = (hits, all) => {
      const message = "The words of this query are so frequent that the paragraphs come newest first: to find which fit best takes more of the index than a first search loads.";
      return { ...result, hits, all, ...(sort === "relevance" ? { cut: "order", notices: [...notices, { code: "too-much", message }] } : {}) };
    };
    let found;
    try {
      found = await hitsOf(index, plan.root);
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error;
      const part = await some(index, plan.root, passes, (a, b) => byRank(ranked(a), ranked(b)), wanted);
      const hits = part.hits.map((paragraph) => ranked(paragraph));
      if (part.of > 0 && part.looked === part.of) return unordered(hits, part.hits);
      const looked = `of ${part.of} paragraphs that may be meant only ${part.looked} were looked at, ${sort === "relevance" ? "the newest first" : "in their order"}`;
      const message = `The words of this query are so frequent that ${part.of === 0 ? "they were not looked for" : looked}: all of it is more of the index than a first search loads.`;
      return { ...result, hits, all: part.hits, cut: "hits", notices: [...notices, { code: "too-much", message }] };
    }
    const all = found.hits.filter((paragraph) => among(paragraph));
    const passing = all.filter((paragraph) => shown(index.of[paragraph]));
    const inOrder = () => passing.map((paragraph) => ranked(paragraph)).sort(byRank);
    if (sort !== "relevance") return { ...result, hits: inOrder(), all };
    const units = plan.units.filter(({ weight }) => weight > 0);
    const titles = titleScores(index, plan);
    const pairs = plan.pairs.map(([left, right, weight]) => ({ unit: { paths: [[left, right]] }, weight }));
    const score = (source, paragraph) => {
      const counted = (unit) => (unit.only ? source.count(unit.only, paragraph) : occurrences(source, unit, paragraph));
      let sum = 0;
      for (const unit of units.filter(({ scored }) => !scored)) {
        const count = counted(unit);
        if (count > 0) sum = fround(sum + fround(unit.weight * saturated(count, paragraph)));
      }
      for (const unit of units) {
        if (unit.titled?.has(index.of[paragraph]) && counted(unit) === 0) sum = fround(sum + fround(TITLE_ALONE * unit.weight));
      }
      for (const unit of units.filter(({ scored }) => scored)) {
        const count = source.count(unit.scored, paragraph);
        if (count > 0) sum = fround(sum + fround(unit.weight * saturated(count, paragraph)));
      }
      sum = fround(sum + (titles.get(index.of[paragraph]) ?? 0));
      let together = 0;
      for (const { unit, weight } of pairs) {
        const count = occurrences(source, unit, paragraph);
        if (count > 0) together = fround(together + fround(fround(PAIR * weight) * saturated(count, paragraph)));
      }
      return fround(sum + together);
    };
    const bySort = (a, b) => b.score - a.score || byRank(a, b);
    // Of one word it only counts whether it stands there as typed: no place has to be read for that.
    const one = ordering?.weights.length === 1 && ordering.evidence.every(({ unit }) => unit.paths.every((path) => path.length === 1));
    const [times, places] = [[], []];
    for (const unit of [...units, ...pairs.map(({ unit }) => unit)]) {
      const own = unit.scored ?? unit.only;
      if (own) times.push(own);
      else (unit.paths.length === 1 && steps(index, unit.paths[0]).length === 1 ? times : places).push(...setsOfUnit(index, unit));
    }
    const evidence = (ordering?.evidence ?? []).flatMap(({ unit }) => setsOfUnit(index, unit));
    try {
      await planner.settled(index, () => wordsOf([...times, ...places, ...evidence]).forEach(index.entry));
      const first = (one ? totalCost(index, evidence, THERE) : Math.min(totalCost(index, evidence, PLACES), ORDERED * head.run || Infinity)) + totalCost(index, times, TIMES) + totalCost(index, places, PLACES);
      let source = inRuns(index);
      if (costOfRuns(index, passing) <= first) await openRuns(index, passing);
      else {
        await open(index, times, TIMES);
        await open(index, places, PLACES);
        source = inIndex(index);
      }
      const hits = passing.map((paragraph) => ranked(paragraph, score(source, paragraph))).sort(bySort);
      if (!ordering) return { ...result, hits, all };
      const best = hits.slice(0, ORDERED);
      const paragraphs = best.map(({ paragraph }) => paragraph);
      const byRuns = costOfRuns(index, paragraphs) <= totalCost(index, evidence, one ? THERE : PLACES);
      if (byRuns) await openRuns(index, paragraphs);
      else await open(index, evidence, one ? THERE : PLACES);
      source = byRuns ? inRuns(index) : inIndex(index);
      for (const hit of best) {
        const seen = ordering.evidence.flatMap(({ unit, part, covers, asTyped }) => {
          const found = one ? (unit.paths.some(([set]) => source.count(set, hit.paragraph) > 0) ? [[0, 1]] : []) : unitPlaces(source, unit, hit.paragraph);
          return found.map(([start, end]) => ({ start, end, part, covers, asTyped }));
        });
        hit.score = fround(hit.score + worth(ordering, closeness(seen, ordering.weights)));
      }
      return { ...result, hits: hits.sort(bySort), all };
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error;
      return unordered(inOrder(), all);
    }
  };
  // Looks at paragraphs that may be hits, one after the other, until so many are.
  const some = async (index, clause, passes, inOrder, wanted) => {
    let all = [];
    const hits = [];
    let looked = 0;
    try {
      all = (await mayHold(index, clause)).may.filter(passes).sort(inOrder);
      const source = inRuns(index);
      for (; looked < all.length && hits.length < wanted; looked += STEP) {
        const next = all.slice(looked, looked + STEP);
        await openRuns(index, next);
        hits.push(...next.filter((paragraph) => holds(source, clause, paragraph, index.of[paragraph])));
      }
    } catch (error) {
      if (!(error instanceof TooMuch)) throw error;
    }
    return { hits, looked: Math.min(looked, all.length), of: all.length };
  };

  const beginsWith = (word, start) => (start.startsWith(ELSEWHERE) ? word.startsWith("\u0001") && g7.words.plain(word.slice(word.lastIndexOf("\u0001") + 1)).startsWith(start.slice(1)) : word.startsWith(start));
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
    const mark = tag === "en" ? "" : `\u0001${tag}\u0001`;
    const words = ranges.map(([from, to], at) => mark + (others[at] ?? text.slice(from, to).toLowerCase()));
    const places = (set) => {
      const wanted = new Set(set.words);
      const isBegun = (word) => set.begun?.some(({ start, words: some }) => (some ? some.has(word) : beginsWith(word, start)));
      return words.flatMap((word, at) => (wanted.has(word) || isBegun(word) ? [at] : []));
    };
    const source = { places, count: (set) => places(set).length, steps: plain };
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

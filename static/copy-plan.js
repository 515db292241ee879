// What to look for: a query with its words widened and its fields looked up, as `search/plan` plans it. What stands for a
// word was found out when the copy was written; a part of the index that is missing is named, loaded, and planned again.
"use strict";

g7.planner = (() => {
  const { language } = g7;
  const { open, members, plainName, ELSEWHERE } = g7.index;
  const { eachTerm, BEGINS } = language;
  const WIDEST_PREFIX = 500;
  const MOST_PATHS = 32;
  const ROOM_WORDS = 6000;
  const ROOM_TEXTS = 3_000_000;
  const FREQUENT = 20_000;
  const { fround } = Math;

  const rarity = (all, having) => fround(Math.log(fround(1 + fround((all - Math.min(having, all) + 0.5) / (Math.min(having, all) + 0.5)))));

  const of = (index, query) => {
    const { head, texts } = index;
    const isCommon = (word) => index.common.has(word);
    let onlyCommon = true;
    let beginnings = 0;
    const notices = [];
    const tell = (code, message) => notices.some((known) => known.message === message) || notices.push({ code, message });
    if (query.root) {
      eachTerm(query.root, false, ({ words }) => (onlyCommon &&= words.every(isCommon)));
      eachTerm(query.root, true, ({ style }) => (beginnings += style === "prefix" ? 1 : 0));
    }
    const roomWords = Math.min(WIDEST_PREFIX, Math.floor(ROOM_WORDS / Math.max(1, beginnings)));
    const roomTexts = Math.floor(ROOM_TEXTS / Math.max(1, beginnings));
    const isCommonTerm = (node) => node.type === "term" && node.words.length === 1 && isCommon(node.words[0]) && node.style !== "prefix";
    const hasText = (node) => ["term", "near"].includes(node.type) || (node.parts?.some(hasText) ?? false);
    const outermost = ["list", "every"].includes(query.root?.type) ? query.root.parts : [];
    const countable = outermost.filter((part) => hasText(part) && !isCommonTerm(part)).length;
    const commonParts = outermost.filter(isCommonTerm);

    const sets = new Map();
    const set = (words) => {
      const all = new Set(words);
      for (const word of words) if (word.includes(BEGINS)) all.add(word.replace(BEGINS, ""));
      return just([...all]);
    };
    const just = (words) => {
      const sorted = [...words].sort();
      const key = sorted.join(" ");
      if (!sets.has(key)) sets.set(key, { key, words: sorted, size: sorted.length, hasCommon: sorted.some(isCommon), texts: Math.min(sorted.reduce((sum, word) => sum + texts(word), 0), Math.max(1, head.paragraphs)) });
      return sets.get(key);
    };
    const setWeight = ({ hasCommon, texts: having }) => (!onlyCommon && hasCommon ? 0 : rarity(head.paragraphs, having));
    const wordWeight = (word) => {
      if (!onlyCommon && isCommon(word)) return 0;
      if (texts(word) > 0) return rarity(head.paragraphs, texts(word));
      return index.stand(word)?.[2] ? 1 : 0;
    };
    const path = (words) => words.map((word) => set([word]));
    const pathKey = (sequence) => sequence.map(({ key }) => key).join("|");

    /* The forms of a list of spellings. */
    const spellings = (words, typed) => {
      const key = words.join(" ");
      return head.groups.flatMap(([forms, bothWays, capitals]) =>
        forms.flatMap(([own, written], at) => {
          const isAbbreviation = !/\s/.test(written) && (written.match(/\p{Lu}/gu) ?? []).length > 1;
          const counts = own === key && (bothWays || at === 0) && (!capitals || written === typed || !isAbbreviation);
          return counts ? forms.filter((_, other) => other !== at).map(([other, , there]) => ({ words: other.split(" "), there })) : [];
        }),
      );
    };

    const phrase = ({ words, typed }) => {
      const paths = [];
      const waiting = [[0, []]];
      while (waiting.length > 0) {
        const [at, before] = waiting.pop();
        if (paths.length + waiting.length > MOST_PATHS * 2) break;
        if (at === words.length) {
          paths.push(before);
          continue;
        }
        const alike = [words[at]];
        for (let length = Math.min(head.longest, words.length - at); length > 0; length -= 1) {
          const run = words.slice(at, at + length);
          for (const other of spellings(run, length === words.length ? typed : "")) {
            if (!other.there) continue;
            if (other.words.length === 1 && length === 1) alike.push(other.words[0]);
            else waiting.push([at + length, [...before, ...path(other.words)]]);
          }
        }
        waiting.push([at + 1, [...before, set(alike)]]);
      }
      return paths;
    };

    /* ---------- Other languages: as `plan/other_language.rs` plans them ---------- */

    const divide = (word) => word.replace(/^\u0001.*\u0001/, "");
    const asWritten = ({ words, typed }) => {
      const written = g7.words.written(typed);
      return written.length === words.length ? written : words;
    };
    // What was written down of a word as it was typed, or without its accents.
    const standOf = (word) => {
      const own = index.stand(word);
      if (own) return own;
      if (word.startsWith(BEGINS)) return index.stand(word.slice(1));
      // Accents that no text has do not count, but a word that is in no text has other forms with them than without.
      const plain = index.stand(g7.words.plain(word));
      return plain && (plain[2] || plain[0].flat().some((words) => !words.startsWith("\u0001"))) ? plain : undefined;
    };
    const same = (word) => standOf(word)?.[2]?.split(" ").filter(Boolean) ?? [];
    const elided = (written) =>
      head.elisions.flatMap(([tag, elisions]) => {
        const apart = written.flatMap((word) => g7.words.apart(word, elisions));
        if (apart.length === written.length) return [];
        const words = apart.map((word) => same(word).filter((own) => own.startsWith(`\u0001${tag}\u0001`)));
        return words.every((own) => own.length > 0) ? [words.map(set)] : [];
      });
    const inAllLanguages = (term, english) => {
      if (index.others.length === 0) return english;
      const written = asWritten(term);
      let paths = english;
      const others = [];
      if (term.style !== "word") {
        if (written.some((word) => standOf(word)?.[3])) paths = [];
        const words = written.map(same);
        if (words.every((own) => own.length > 0)) others.push(words.map(set));
      }
      if (term.style === "joined") {
        const joined = same(written.join(""));
        if (joined.length > 0) others.push([set(joined)]);
      }
      // Stemmers take an elided word off: the forms are those of what follows it.
      if (term.style === "word") {
        const forms = head.elisions.flatMap(([tag, elisions]) => {
          const apart = g7.words.apart(written[0], elisions);
          const stand = apart.length > 1 ? index.stand(apart.at(-1)) : undefined;
          const isForm = stand && (!stand[2] || texts(`\u0001${tag}\u0001${apart.at(-1)}`) > 0);
          return (isForm ? stand[0][0]?.[0] : "")?.split(" ").filter((own) => own.startsWith(`\u0001${tag}\u0001`) && divide(own).length > 2) ?? [];
        });
        if (forms.length > 0) others.push([set([...new Set(forms)])]);
      }
      others.push(...elided(written));
      if (others.length === 0) return paths.length === 0 ? [path(term.words)] : paths;
      const [first, ...rest] = others;
      if (paths[0]?.length === 1 && first.length === 1) paths = [[set([...paths[0][0].words, ...first[0].words])], ...paths.slice(1)];
      else paths = [...paths.slice(0, 1), first, ...paths.slice(1)];
      return [...paths.slice(0, 1), ...rest, ...paths.slice(1)];
    };

    /* ---------- Beginnings ---------- */

    // What begins so in a language: looked up whole where that is much, else word by word.
    const whole = (start) => {
      const entry = index.entry(`${start}*`);
      return entry && { key: `${start}*`, texts: entry[0], count: entry[5][0] };
    };
    const cut = (found, start) => {
      const [count, all] = [found.reduce((sum, one) => sum + one.count, 0), found.reduce((sum, one) => sum + one.texts, 0)];
      if (count <= roomWords && all <= roomTexts) return found;
      const shown = start.replace(BEGINS, "");
      tell("wide-prefix", `Of the words that begin with “${shown}” only the most frequent were looked for.`);
      // Of the most frequent as a whole it was already written down which these are.
      if (found.length === 1 && roomWords === WIDEST_PREFIX && all <= roomTexts) return found;
      found.sort((a, b) => b.texts - a.texts || (a.key < b.key ? -1 : 1));
      let left = roomTexts;
      const most = found.slice(0, roomWords);
      const end = most.findIndex((word) => (left -= word.texts) < 0);
      return most.slice(0, Math.max(1, end < 0 ? most.length : end));
    };
    const begunBy = (term) => {
      const [start, own] = [asWritten(term).at(-1), term.words.at(-1)];
      const plain = g7.words.plain(start);
      const hasOthers = index.others.length > 0;
      const wholes = [whole(own), hasOthers && plain === start ? whole(ELSEWHERE + plain) : undefined];
      // Word by word only where it is known that nothing is there as a whole.
      if (index.missing.size > 0) return [];
      const single = (words) => words.map(({ word, texts: having }) => ({ key: word, texts: having, count: 1 }));
      const byWord = (at) => single(at === 0 ? index.beginning(own) : hasOthers ? index.beginningElsewhere(plain) : []);
      const gathered = (use) => {
        const [english, elsewhere] = wholes.map((one, at) => (one && use ? [one] : byWord(at)));
        const exactly = plain === start ? [] : elsewhere.filter(({ key }) => divide(key).startsWith(start));
        if (exactly.length === 0) return [...english, ...elsewhere];
        return head.accented.some((word) => word.startsWith(start)) ? [...english, ...exactly] : exactly;
      };
      const found = gathered(true);
      const all = found.reduce((sum, one) => sum + one.count, 0);
      const fits = all <= roomWords || (found.length === 1 && roomWords === WIDEST_PREFIX);
      return cut(fits ? found : gathered(false), own).map(({ key }) => key);
    };
    const sortedSet = (found) => {
      const all = just([...new Set(found)]);
      // Among the words of a text they have to be told: all that begin so, or those that are said.
      all.begun ??= found.filter((key) => key.endsWith("*")).map((key) => {
        const [beginning, [count, , hasCommon, some]] = [key.slice(0, -1), index.entry(key)[5]];
        all.size += Math.min(count, WIDEST_PREFIX) - 1;
        all.hasCommon ||= hasCommon === 1;
        return { start: beginning, words: some === null ? null : new Set(some.split(" ")) };
      });
      return all;
    };
    const prefix = (term) => {
      const found = begunBy(term);
      const before = term.words.slice(0, -1);
      if (before.length === 0) return [[sortedSet(found)]];
      const isElsewhere = (key) => key.startsWith("\u0001") || key.startsWith(ELSEWHERE);
      const elsewhere = found.filter(isElsewhere);
      const paths = [[...path(before), sortedSet(found.filter((key) => !isElsewhere(key)))]];
      const words = asWritten(term).slice(0, -1).map(same);
      if (elsewhere.length > 0 && words.every((own) => own.length > 0)) paths.push([...words.map(set), sortedSet(elsewhere)]);
      // A run whose characters are looked for one by one begins where it begins in a text.
      const at = term.words.findLastIndex((word) => word.startsWith(BEGINS));
      if (at < 0 || at + 1 === term.words.length || !term.words.slice(at).every((word) => g7.words.RUN.test(word))) return paths;
      return paths.map((own) => own.with(at, just(own[at].words.filter((word) => divide(word).startsWith(BEGINS)))));
    };

    /* What stands for a term: its sequences, and by what it is scored. */
    const standing = (term, demand) => {
      const { words, style, typed } = term;
      if (style === "word") {
        const found = index.stand(typed) ?? standOf(asWritten(term)[0]) ?? (index.others.length === 0 ? index.stand(words[0]) : undefined);
        if (!found) return { paths: inAllLanguages(term, [path(words)]) };
        const paths = found[0].map((sequence) => sequence.map((all) => just(all === "" ? [] : all.split(" "))));
        const related = demand !== "all" && found[1] && !isCommon(words[0]) ? found[1].split(" ") : [];
        const first = paths[0]?.length === 1 ? paths[0][0] : null;
        return { paths, scored: first && related.length > 0 ? set([...first.words, ...related]) : null };
      }
      if (style === "prefix") return { paths: prefix(term) };
      if (style === "exact") return { paths: inAllLanguages(term, [path(words)]) };
      const paths = phrase(term);
      if (style === "joined" && texts(words.join("")) > 0) paths.push([set([words.join("")])]);
      return { paths: inAllLanguages(term, paths) };
    };

    const make = () => {
      const plan = { units: [], pairs: [] };
      let demand = "all";
      let excluded = 0;
      const unit = (paths, counts = excluded === 0) => {
        const known = new Set();
        const own = paths.filter((sequence) => !known.has(pathKey(sequence)) && known.add(pathKey(sequence))).slice(0, MOST_PATHS);
        const found = own.find((sequence) => sequence.every(({ texts: having }) => having > 0)) ?? own[0] ?? [];
        const weight = counts ? found.reduce((sum, each) => fround(sum + setWeight(each)), 0) : 0;
        const only = own.length === 1 && own[0].length === 1 ? own[0][0] : null;
        const made = { type: "unit", paths: own, only, scored: null, titled: null, weight };
        plan.units.push(made);
        return made;
      };
      const term = (node) => {
        const { paths, scored } = standing(node, demand);
        const made = unit(paths);
        if (scored && made.weight > 0) [made.scored, made.weight] = [scored, setWeight(scored)];
        return made;
      };
      const inTitles = (made) => {
        if (made.type !== "unit" || made.weight <= 0 || !made.only) return;
        made.titled = new Set(made.only.words.flatMap((word) => index.titled(word)));
      };
      const pairable = (made) => {
        if (made.type !== "unit" || made.weight <= 0) return null;
        const own = made.scored ?? made.only;
        return own && !(own.size > 12 && own.texts > FREQUENT) ? own : null;
      };
      const paired = (before, made) => {
        const own = pairable(made);
        if (before && own) plan.pairs.push([before, own, fround(setWeight(before) + setWeight(own))]);
        return own;
      };
      const loosened = (node) => {
        const made = node.words.map((word) => term({ ...node, words: [word], typed: word, style: "word" }));
        if (texts(node.words.join("")) > 0) made.push(unit([[set([node.words.join("")])]]));
        return made;
      };
      const neighbours = (first, rest) => {
        const plain = (node) => node?.type === "term" && node.style === "word";
        if (!plain(first)) return null;
        const terms = [first];
        for (const node of rest.slice(0, head.longest - 1)) {
          if (!plain(node)) break;
          terms.push(node);
        }
        for (; terms.length > 1; terms.pop()) {
          const others = head.several[terms.flatMap(({ words }) => words).join(" ")];
          if (!others) continue;
          const parts = terms.map(term);
          const sequences = others.map((other) => other.split(" "));
          const singles = sequences.filter((words) => words.length === 1).flat();
          const paths = [...(singles.length > 0 ? [[set(singles)]] : []), ...sequences.filter((words) => words.length > 1).map(path)];
          const together = { type: demand === "any" ? "either" : "every", parts };
          return [terms.length, { type: "either", parts: [together, unit(paths)] }];
        }
        return null;
      };
      const isLoose = (node, own) => own === "any" && node.type === "term" && node.style === "joined";
      const atMost = (clause) => {
        switch (clause.type) {
          case "unit":
            return clause.titled?.size > 0 ? Infinity : clause.paths.reduce((sum, sequence) => sum + Math.min(...sequence.map(({ texts: having }) => having)), 0);
          case "documents":
          case "paragraphs":
            return 0;
          case "near":
          case "every":
            return Math.min(...clause.parts.map(atMost));
          case "either":
            return clause.parts.reduce((sum, part) => sum + atMost(part), 0);
          default:
            return Infinity;
        }
      };
      const list = (nodes, own) => {
        const [required, counted] = [[], []];
        const spares = typeof own === "number" && countable > 0;
        let before = null;
        for (let at = 0; at < nodes.length; at += 1) {
          const node = nodes[at];
          if (spares && isCommonTerm(node)) continue;
          const together = neighbours(node, nodes.slice(at + 1));
          if (together) {
            at += together[0] - 1;
            before = null;
            counted.push(together[1]);
            continue;
          }
          if (isLoose(node, own)) {
            for (const made of loosened(node)) {
              before = paired(before, made);
              inTitles(made);
              counted.push(made);
            }
            continue;
          }
          const made = part(node, false);
          if (!made) continue;
          before = paired(before, made);
          if (own !== "all") inTitles(made);
          (hasText(node) ? counted : required).push(made);
        }
        const least = own === "all" ? counted.length : own === "any" ? Math.min(1, counted.length) : Math.min(own, counted.length);
        if (counted.length + required.length === 0) return null;
        if (least < counted.length) return { type: "some", required, counted, least };
        const all = [...required, ...counted];
        return all.length === 1 ? all[0] : { type: "every", parts: all.map((clause) => [atMost(clause), clause]).sort(([a], [b]) => a - b).map(([, clause]) => clause) };
      };
      const part = (node, outer) => {
        switch (node.type) {
          case "term": {
            if (outer && isLoose(node, demand)) return list([node], demand);
            const made = term(node);
            if (outer && demand !== "all") inTitles(made);
            return made;
          }
          case "field":
            return members(index, node, tell);
          case "without": {
            excluded += 1;
            const kept = demand;
            demand = "all";
            const inner = part(node.part, false);
            demand = kept;
            excluded -= 1;
            return inner && { type: "without", part: inner };
          }
          case "either": {
            const parts = node.parts.map((each) => part(each, false)).filter(Boolean);
            return parts.length > 0 ? { type: "either", parts } : null;
          }
          case "near":
            return { type: "near", parts: node.parts.map((each) => part(each, false)).filter(Boolean), distance: node.distance };
          case "every":
            return list(node.parts, outer && demand !== "any" ? demand : "all");
          default:
            return list(node.parts, typeof demand === "number" && !outer ? "all" : demand);
        }
      };
      const whole = (own) => {
        demand = own;
        plan.root = (query.root && part(query.root, true)) ?? null;
        return plan;
      };
      // The words of the query in their order, and what stands for each: what hits are put in order by.
      const order = (own) => {
        demand = own;
        const [weights, evidence] = [[], []];
        const stands = (paths, at, covers, asTyped) => evidence.push({ unit: unit(paths, false), part: at, covers, asTyped });
        const nodes = ["list", "every"].includes(query.root.type) ? query.root.parts : [query.root];
        nodes.forEach((node, at) => {
          const first = weights.length;
          if (node.type === "term" && node.style === "word") {
            const words = [...node.words];
            for (const next of nodes.slice(at + 1, at + head.longest)) {
              if (next.type !== "term" || next.style !== "word") break;
              words.push(...next.words);
              const paths = spellings(words, "").filter(({ there }) => there).map((other) => path(other.words));
              if (paths.length > 0) stands(paths, first, words.length, true);
            }
            const spelled = [node.words[0]];
            const paths = [];
            for (const other of spellings(node.words, node.typed).filter(({ there }) => there)) {
              if (other.words.length === 1) spelled.push(other.words[0]);
              else paths.push(path(other.words));
            }
            const found = standing(node, demand);
            if (found.paths[0]?.length === 1) {
              const shown = (word) => divide(word).replace(BEGINS, "");
              spelled.push(...found.paths[0][0].words.filter((word) => g7.words.plain(shown(word)) === node.words[0]));
            }
            paths.unshift([set(spelled)]);
            const keys = new Set(paths.map(pathKey));
            const others = [...found.paths, ...(found.scored ? [[found.scored]] : [])].filter((sequence) => !keys.has(pathKey(sequence)));
            stands(paths, first, 1, true);
            if (others.length > 0) stands(others, first, 1, false);
          } else if (node.type === "term") {
            stands(standing(node, demand).paths, first, node.words.length, true);
            if (node.style === "joined" && demand !== "all") node.words.forEach((word, place) => stands([path([word])], first + place, 1, true));
          } else if (node.type === "either") {
            for (const each of node.parts) if (each.type === "term") stands(standing(each, demand).paths, first, 1, true);
          }
          const covered = Math.max(0, ...evidence.map(({ part: from, covers }) => from + covers));
          const count = node.type === "term" ? node.words.length : Math.min(1, Math.max(0, covered - first));
          for (let word = 0; word < count; word += 1) weights.push(node.type === "term" ? wordWeight(node.words[word]) : 1);
        });
        const kept = evidence.filter(({ part: from, covers }) => from + covers <= weights.length);
        const decides = weights.length > 1 || kept.some(({ asTyped }) => !asTyped);
        return decides ? { weights, evidence: kept, isOfAll: own === "all" } : null;
      };
      return { whole, order };
    };
    return {
      whole: (demand) => make().whole(demand),
      order: (demand) => (query.root ? make().order(demand) : null),
      notices,
      countable: countable === 0 ? commonParts.length : countable,
      common: countable === 0 ? [] : commonParts,
    };
  };

  // Calls `work` until nothing it asked for was missing.
  const settled = async (index, work) => {
    for (;;) {
      const made = work();
      if (index.missing.size === 0) return made;
      await index.load();
    }
  };

  return { open, of, settled, plainName };
})();

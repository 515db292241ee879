// Where words stand in a copy: by the lists of its index, of which no more is loaded than is asked for and paid, or by the
// words of single paragraphs. See `export/index`, which writes both.
"use strict";

g7.lists = (() => {
  const { need, numbers, planner } = g7;
  const { TooMuch } = g7.index;

  /* ---------- Lists ---------- */

  const LONGEST = 60_000;
  const BITS = 1;
  const PACKED = { 2: 6, 3: 4, 4: 3, 9: 2 };
  // A set of more words than this is read word by word and never beside its neighbours.
  const WIDEST_NEIGHBOURS = 8;
  // What is read of a list: which paragraphs it has, how often each, or where.
  const [THERE, TIMES, PLACES] = [1, 2, 3];
  const value = (code) => (code > 92 ? code - 36 : code - 35);
  const pay = (index, bytes) => {
    if (bytes > 0 && index.spent + bytes > index.room) throw new TooMuch();
    index.spent += bytes;
  };

  const listed = async (list) => {
    if (typeof list === "string") return list;
    const names = [...Array(Math.ceil(list[1] / LONGEST)).keys()].map((at) => `l/${list[0] + at}`);
    return (await Promise.all(names.map(need))).join("");
  };
  const there = (text) => {
    const found = [];
    if (value(text.charCodeAt(0)) === BITS) {
      for (let at = 1; at < text.length; at += 1) {
        const bits = value(text.charCodeAt(at));
        for (let bit = 0; bit < 6; bit += 1) if (bits & (1 << bit)) found.push((at - 1) * 6 + bit);
      }
      return found;
    }
    let next = 0;
    for (const gap of numbers(text.slice(1))) {
      found.push(next + gap);
      next += gap + 1;
    }
    return found;
  };
  const times = (text, count) => {
    const base = value(text.charCodeAt(0));
    const end = 1 + Math.ceil(count / PACKED[base]);
    const above = numbers(text.slice(end));
    const found = [];
    let over = 0;
    for (let at = 1; at < end; at += 1) {
      let digits = value(text.charCodeAt(at));
      for (let each = 0; each < PACKED[base] && found.length < count; each += 1) {
        const digit = digits % base;
        digits = Math.floor(digits / base);
        found.push(digit === base - 1 ? above[(over += 1) - 1] + base : digit + 1);
      }
    }
    return found;
  };
  // Of each word what is read of it so far: `level`, how often it is in each paragraph, and where.
  const opened = new Map();
  const cost = (index, word, level) => {
    const entry = index.entry(word);
    if (!entry) return 0;
    const from = opened.get(word)?.level ?? 0;
    const size = (list) => (typeof list === "string" ? 0 : list[1]);
    const sizes = [...(typeof entry[2] === "string" ? [0, 0] : entry[2].map(size)), size(entry[3])];
    return sizes.slice(from, Math.max(from, level)).reduce((sum, size) => sum + size, 0);
  };
  const openWord = async (index, word, level) => {
    const entry = index.entry(word);
    if (!entry) return;
    const known = opened.get(word) ?? { level: 0, counts: new Map(), places: null };
    opened.set(word, known);
    if (known.level < THERE && typeof entry[2] === "string") {
      const codes = numbers(entry[2]);
      let paragraph = -1;
      for (let at = 0; at < codes.length; at += 1) {
        paragraph += (codes[at] >> 1) + 1;
        known.counts.set(paragraph, codes[at] & 1 ? codes[(at += 1)] + 2 : 1);
      }
      known.level = TIMES;
    } else if (known.level < THERE) {
      for (const paragraph of there(await listed(entry[2][0]))) known.counts.set(paragraph, 1);
      known.level = THERE;
    }
    if (level > THERE && known.level < TIMES) {
      const own = times(await listed(entry[2][1]), known.counts.size);
      [...known.counts.keys()].forEach((paragraph, at) => known.counts.set(paragraph, own[at]));
      known.level = TIMES;
    }
    if (level > TIMES && known.level < PLACES) {
      const codes = numbers(await listed(entry[3]));
      known.places = new Map();
      let at = 0;
      for (const [paragraph, count] of known.counts) {
        let place = 0;
        known.places.set(paragraph, codes.slice(at, at + count).map((gap) => (place += gap)));
        at += count;
      }
      known.level = PLACES;
    }
  };
  const wordsOf = (sets) => [...new Set(sets.flatMap(({ words }) => words))];
  const totalCost = (index, sets, level) => wordsOf(sets).reduce((sum, word) => sum + cost(index, word, level), 0);
  const open = async (index, sets, level) => {
    const words = wordsOf(sets);
    await planner.settled(index, () => words.forEach(index.entry));
    pay(index, words.reduce((sum, word) => sum + cost(index, word, level), 0));
    await Promise.all(words.map((word) => openWord(index, word, level)));
  };

  /* ---------- Sequences ---------- */

  // Two sets beside each other as what stands together of their words, where each pair of these is looked up whole.
  const neighbours = (index, left, right) => {
    if (Math.max(left.words.length, right.words.length) > WIDEST_NEIGHBOURS || [...left.words, ...right.words].some((word) => word.endsWith("*"))) return null;
    const there = ({ words }) => words.filter((word) => index.entry(word));
    const [before, after] = [there(left), there(right)];
    if (before.length === 0 || after.length === 0 || !(before.every(index.isLong) || after.every(index.isLong))) return null;
    const words = before.flatMap((word) => after.map((next) => `${word} ${next}`));
    return { key: `${left.key} + ${right.key}`, words };
  };
  // A sequence as what has to be looked up for it, each with how far it is from the beginning.
  const steps = (index, path) => {
    const known = (index.steps ??= new Map());
    if (!known.has(path)) {
      const found = [];
      const covered = new Set();
      path.slice(1).forEach((right, at) => {
        const set = neighbours(index, path[at], right);
        if (!set) return;
        found.push({ set, at });
        covered.add(at).add(at + 1);
      });
      path.forEach((set, at) => covered.has(at) || found.push({ set, at }));
      known.set(path, found);
    }
    return known.get(path);
  };
  const plain = (path) => path.map((set, at) => ({ set, at }));
  const setsOfUnit = (index, { paths }) => paths.flatMap((path) => steps(index, path).map(({ set }) => set));

  // Where words stand, by the lists of the index.
  const inIndex = (index) => {
    const sums = new Map();
    const countsOf = (set) => {
      if (!sums.has(set.key)) {
        let all = opened.get(set.words[0])?.counts ?? new Map();
        if (set.words.length > 1) {
          all = new Map();
          for (const word of set.words) for (const [paragraph, count] of opened.get(word)?.counts ?? []) all.set(paragraph, (all.get(paragraph) ?? 0) + count);
        }
        sums.set(set.key, all);
      }
      return sums.get(set.key);
    };
    const count = (set, paragraph) => countsOf(set).get(paragraph) ?? 0;
    const places = (set, paragraph) => set.words.flatMap((word) => opened.get(word)?.places?.get(paragraph) ?? []).sort((a, b) => a - b);
    return { countsOf, count, places, steps: (path) => steps(index, path) };
  };
  // The same by the words of whole paragraphs, each in a script of its own.
  const runs = new Map();
  const openRuns = async (index, paragraphs) => {
    const missing = paragraphs.filter((paragraph) => !runs.has(paragraph));
    pay(index, missing.length * index.head.run);
    await Promise.all(missing.map(async (paragraph) => runs.set(paragraph, numbers(await need(`w/${paragraph}`)))));
  };
  const costOfRuns = (index, paragraphs) => (index.head.run === 0 ? Infinity : paragraphs.filter((paragraph) => !runs.has(paragraph)).length * index.head.run);
  const inRuns = (index) => {
    const numbersOf = new Map();
    const ranks = ({ key, words }) => {
      if (!numbersOf.has(key)) numbersOf.set(key, new Set(words.flatMap((word) => (word.endsWith("*") ? numbers(index.entry(word)[5][1]) : [index.entry(word)?.[1]]))));
      return numbersOf.get(key);
    };
    const places = (set, paragraph) => {
      const wanted = ranks(set);
      return runs.get(paragraph).flatMap((rank, at) => (wanted.has(rank) ? [at] : []));
    };
    return { places, count: (set, paragraph) => places(set, paragraph).length, steps: plain };
  };

  return { THERE, TIMES, PLACES, open, wordsOf, totalCost, openRuns, costOfRuns, inIndex, inRuns, steps, plain, setsOfUnit };
})();

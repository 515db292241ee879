// The words of a text as search compares them: folded, divided and without accents, as `wording` and `search/analysis` do it.
"use strict";

g7.words = (() => {
  const BEGINS = "\u2060";
  const SINGLES = "‘’‚‛‹›′‵´`ʼ＇";
  const DOUBLES = "\"“”„‟«»″‶〝〞〟＂「」『』";
  const DASHES = "‐‑‒–—―⁃−﹘﹣－֊־⸺⸻〜〰゠﹉";
  const INVISIBLE = /[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]/;
  const RUN = /[\u1100-\u11ff\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\ua960-\ua97f\uac00-\ud7ff]/;
  const SINGLE = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u1100-\u11ff\u30a1-\u30ff\u31f0-\u31ff\ua960-\ua97f\uac00-\ud7ff]|[\ud840-\udbff]/;
  // A sign with its marks; of Hangul taken apart the parts of a syllable.
  const CLUSTER = /[\u1100-\u115f\ua960-\ua97c]+[\u1160-\u11a7\ud7b0-\ud7c6]*[\u11a8-\u11ff\ud7cb-\ud7fb]*\p{M}*|\P{M}\p{M}*|\p{M}+/gu;
  const isSpace = (c) => /[\s\p{Cc}\u0085]/u.test(c);
  const isDouble = (c) => c !== "" && DOUBLES.includes(c);
  const hasWord = (text) => /[\p{Alphabetic}\p{N}]/u.test(text);

  const plainSign = (c) => (SINGLES.includes(c) ? "'" : DOUBLES.includes(c) ? '"' : DASHES.includes(c) ? "-" : c);
  // Folds a text; for every unit of what comes of it, where it begins and ends in the text.
  const folded = (text) => {
    let out = "";
    const starts = [];
    const ends = [];
    let at = 0;
    for (const cluster of text.match(CLUSTER) ?? []) {
      const end = at + cluster.length;
      let plain = [...cluster].filter((c) => !INVISIBLE.test(c)).map(plainSign).join("").normalize("NFKC");
      plain = plain.toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ").normalize("NFKC");
      for (const c of [...plain].map(plainSign)) {
        const sign = /\s/.test(c) ? " " : c;
        if (sign === " " && out.endsWith(" ")) {
          ends[ends.length - 1] = end;
          continue;
        }
        for (let unit = 0; unit < sign.length; unit += 1) {
          starts.push(at);
          ends.push(end);
        }
        out += sign;
      }
      at = end;
    }
    return { text: out, starts, ends };
  };

  const kind = (c) => {
    if (/[\p{sc=Han}\p{sc=Hiragana}\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]/u.test(c) && /[\p{L}\p{N}]/u.test(c)) return "S";
    if (/\p{Nd}/u.test(c)) return "D";
    if (/[\p{sc=Katakana}\u30fc]/u.test(c)) return "K";
    if (/[\p{M}\u200d]/u.test(c)) return "E";
    if (/[\p{L}\p{Nl}\p{Alphabetic}]/u.test(c)) return "L";
    if (/\p{Pc}/u.test(c)) return "X";
    if (c === "'" || c === "." || c === "․" || c === "﹒") return "Q";
    if (c === ":" || c === "·" || c === "‧") return "C";
    if (c === "," || c === ";") return "N";
    return "O";
  };
  // The words of a folded text by UAX 29, as far as queries need it, as [start, end].
  const ranges = (text) => {
    const signs = [...text];
    const kinds = signs.map(kind);
    const places = [];
    let place = 0;
    for (const sign of signs) {
      places.push(place);
      place += sign.length;
    }
    places.push(place);
    const found = [];
    let at = 0;
    const joins = (a, b) => a === "X" || b === "X" || (a !== "K" && b !== "K" ? true : a === b);
    while (at < signs.length) {
      const start = at;
      let last = kinds[at];
      at += 1;
      if (last === "E") {
        // Marks that nothing bears are a word where they are letters by themselves, as vowels of Thai are.
        while (kinds[at] === "E") at += 1;
        if (hasWord(text.slice(places[start], places[at]))) found.push([places[start], places[at]]);
        continue;
      }
      if (!"LDKXS".includes(last)) continue;
      let hasLetter = last !== "X";
      const skip = (from) => {
        let next = from;
        while (kinds[next] === "E") next += 1;
        return next;
      };
      at = skip(at);
      while (last !== "S" && at < signs.length) {
        const next = kinds[at];
        const after = kinds[skip(at + 1)];
        if ("LDKX".includes(next) && joins(last, next)) {
          hasLetter ||= next !== "X";
          last = next;
          at = skip(at + 1);
        } else if ((last === "L" && (next === "Q" || next === "C") && after === "L") || (last === "D" && (next === "Q" || next === "N") && after === "D")) {
          last = after;
          at = skip(skip(at + 1) + 1);
        } else break;
      }
      if (hasLetter) found.push([places[start], places[at]]);
    }
    return found;
  };

  const comparable = (word) => {
    const short = word.length > 2 && word.endsWith("'s") ? word.slice(0, -2) : word;
    // eslint-disable-next-line no-control-regex
    if (/^[\x00-\x7f]*$/.test(short)) return short;
    return short.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC") || short;
  };
  const divided = (word) => {
    if (!RUN.test(word)) return [[0, word.length, false]];
    const parts = [];
    let within = false;
    let at = 0;
    for (const sign of word.match(CLUSTER) ?? []) {
      const run = RUN.test(sign);
      const last = parts.at(-1);
      if (run || !last || last[3]) parts.push([at, at + sign.length, run && !within, run]);
      else last[1] = at + sign.length;
      within = run;
      at += sign.length;
    }
    return parts.filter(([from, to]) => hasWord(word.slice(from, to)));
  };
  // As texts in other languages than English are compared: with accents.
  const accented = (word) => {
    const short = word.length > 2 && word.endsWith("'s") ? word.slice(0, -2) : word;
    return short.replaceAll("\u0640", "");
  };
  // Without accents, where they are accents: the marks that make another letter of a sign stay.
  const plain = (word) => {
    // eslint-disable-next-line no-control-regex
    if (/^[\x00-\x7f]*$/.test(word)) return word;
    let base = " ";
    let out = "";
    for (const c of word.normalize("NFD")) {
      if (!/\p{M}/u.test(c)) base = c;
      else if (/[\u0000-\u077f\u1e00-\u1fff\u2c60-\u2c7f\ua720-\ua7ff]/.test(base) && !/^(?:[иу]\u0306|і\u0308)$/.test(base + c)) continue;
      out += c;
    }
    return out.normalize("NFC");
  };
  // Marks of notes behind words are made invisible, so that every other character keeps its place; see `note_mark.rs`.
  const CLOSES = /[.,;:!?)\]}”’"'»%*†‡]$/;
  const UNIT = /^(?:\p{L}|\d{1,2}|[mckdnµμ]m|ft|in|mi|yd)$/u;
  const withoutMarks = (text) => {
    const hidden = (mark) => "\u200b".repeat(mark.length);
    const raised = text.replace(/((?:(?![¹²³⁰⁴-⁹])[\p{L}\p{N}])*)([¹²³⁰⁴-⁹]+)(?![\p{L}\p{N}])/gu, (all, word, mark, at) => ((word === "" ? CLOSES.test(text.slice(0, at)) : !UNIT.test(word)) ? word + hidden(mark) : all));
    return raised.replace(/(?<=[\p{L}\p{N}.,;:!?)\]}”’"'»%*†‡])\[\s*\d{1,3}\s*(?:[,\-–]\s*\d{1,3}\s*)*\](?![\p{L}\p{N}])/gu, hidden);
  };
  // The words of a text as search compares them, each with its range in the text, and as it is written, with accents.
  const tokens = (text) => {
    const { text: whole, starts, ends } = folded(withoutMarks(text));
    return ranges(whole).flatMap(([from, to]) => {
      const word = whole.slice(from, to);
      return divided(word).map(([a, b, begins]) => {
        const part = word.slice(a, b);
        const mark = begins ? BEGINS : "";
        return { word: mark + comparable(part), written: mark + accented(part), from: starts[from + a], to: ends[from + b - 1] };
      });
    });
  };
  const words = (text) => tokens(text).map(({ word }) => word);
  const written = (text) => tokens(text).map((token) => token.written);
  // A word as a language divides it that writes some words together with what follows them.
  const apart = (word, elisions) => {
    if (word.startsWith(BEGINS)) return [word];
    const parts = [];
    let rest = word;
    for (let at = rest.indexOf("'"); at > 0 && at + 1 < rest.length && elisions.includes(rest.slice(0, at)); at = rest.indexOf("'")) {
      parts.push(rest.slice(0, at));
      rest = rest.slice(at + 1);
    }
    return [...parts, ...divided(rest).map(([from, to]) => rest.slice(from, to))];
  };

  return { tokens, words, written, apart, plain, folded, isSpace, isDouble, hasWord, SINGLE, RUN, BEGINS };
})();

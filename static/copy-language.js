// The query language, as `search/language` reads it: a text becomes a tree, and what was repaired is said.
"use strict";

g7.language = (() => {
  const MAX_CHARACTERS = 500;
  const MAX_TERMS = 32;
  const MAX_DEPTH = 20;
  const MIN_PREFIX = 3;
  const MAX_DISTANCE = 100;
  const FIELDS = ["document", "year", "kind", "forum", "presidency", "topic", "cites", "language", "mentions"];
  const { tokens, words, folded, isSpace, isDouble, hasWord, SINGLE, BEGINS } = g7.words;

  /* ---------- Lexemes ---------- */

  const operator = (word) => ({ OR: "||", AND: "&&", NOT: "-", NEAR: "NEAR/8" })[word];
  const inCapitals = (text) => !/\p{Ll}/u.test(text) && text.split(/[^\p{L}\p{N}]+/u).some((word) => !operator(word) && /\p{Lu}/u.test(word));

  const lex = (text, notices) => {
    const lexemes = [];
    const capitals = inCapitals(text);
    let at = 0;
    const push = (type, start, more) => lexemes.push({ type, from: start, to: at, ...more });
    const tell = (code, message) => notices.some((known) => known.code === code) || notices.push({ code, message });
    const singleQuoted = (from) => {
      if (text[from] !== "‘") return -1;
      for (let end = text.indexOf("’", from + 1); end >= 0; end = text.indexOf("’", end + 1)) {
        const before = text.slice(from + 1, end);
        const after = text.slice(end + 1);
        if (isSpace(before.at(-1) ?? "") || /^[\p{L}\p{N}]/u.test(after)) continue;
        const several = [...before.trim()].some(isSpace) && !isSpace(before[0] ?? "");
        return several && ![...before].some(isDouble) ? end : -1;
      }
      return -1;
    };
    const opens = (from) => isDouble(text[from] ?? "") || singleQuoted(from) >= 0;
    const quoted = () => {
      const single = singleQuoted(at);
      let end = single;
      if (end < 0) for (end = at + 1; end < text.length && !isDouble(text[end]); end += 1);
      const inner = text.slice(at + 1, end);
      const isWord = (character) => /[\p{Alphabetic}\p{N}]/u.test(character ?? "");
      const another = isSpace(inner.at(-1) ?? "") && isWord(text[end + 1]);
      const closes = isSpace(inner[0] ?? "") && isWord(text[at - 1]) && another;
      if (closes || (end >= text.length && (!hasWord(inner) || isSpace(inner[0])))) {
        at += 1;
        tell("unclosed-quote", "A quotation mark that has no other, and no word right after it, was left out.");
        return null;
      }
      if (end >= text.length) {
        at = text.length;
        tell("unclosed-quote", "A quotation mark was not closed, so everything after it was read as one phrase.");
        return inner;
      }
      at = end + 1;
      return inner;
    };
    const far = (digits) => {
      const number = Number(digits);
      if (number > MAX_DISTANCE) tell("too-far", `Words are near with at most ${MAX_DISTANCE} others between them.`);
      return Math.min(number, MAX_DISTANCE);
    };
    const phrase = (start, exact) => {
      const inner = quoted();
      if (inner === null) return;
      const slop = text.slice(at).match(/^[\s\p{Cc}]*~([0-9]+)/u);
      if (slop) {
        at += slop[0].length;
        return push("nearPhrase", start, { typed: inner, distance: far(slop[1]) });
      }
      push(exact ? "exactPhrase" : "phrase", start, { typed: inner });
    };
    const field = (name, value, start) => {
      const known = FIELDS.find((field) => field === name.toLowerCase());
      if (!known) {
        const isQuoted = value === "" && isDouble(text[at] ?? "");
        if (!/^[a-z]{2,}$/i.test(name) || !(isQuoted || (value !== "" && !value.startsWith("//")))) return false;
        tell("unknown-field", `There is no field “${name}”; it was read as a word. Fields: ${FIELDS.join(", ")}.`);
        at = start + name.length;
        push("chunk", start, { typed: name });
        at += 1;
        return true;
      }
      let own = value;
      if (own === "" && isDouble(text[at] ?? "")) own = quoted() ?? "";
      else if (own === "") {
        const rest = text.slice(at);
        const trimmed = rest.replace(/^[\s\p{Cc}]+/u, "");
        const next = trimmed.match(/^[^\s\p{Cc}()]*/u)[0];
        if (!["OR", "AND", "NOT", "NEAR"].includes(next) && !/^[-=~]/.test(next) && !next.includes(":") && hasWord(next)) {
          own = next;
          at += rest.length - trimmed.length + next.length;
          tell("spaced-field", `“${known}:” was read with the word after it.`);
        }
      }
      if (own.trim() === "") tell("empty-field", `“${known}:” has no value and was left out.`);
      else push("field", start, { name: known, value: own.trim() });
      return true;
    };
    const chunk = (start) => {
      const typed = text.slice(start).match(/^[^\s\p{Cc}()"“”„‟«»″‶〝〞〟＂「」『』]*/u)[0];
      at = start + typed.length;
      if (capitals && operator(typed)) {
        tell("capitals", `No letter of the query is lower case, so “${typed}” was read as a word. The signs && || - always join.`);
        return push("chunk", start, { typed });
      }
      if (typed === "OR" || typed === "||") return push("or", start);
      if (typed === "AND" || typed === "&&") return push("and", start);
      if (typed === "NOT") return push("not", start);
      const near = typed.match(/^(NEAR|NEAR\/|w\/|W\/|\/|NEAR~|~|WITHIN\/|N\/)([0-9]*)$/);
      if (near && (near[1] === "NEAR" || near[2] !== "")) return push("near", start, { distance: near[2] === "" ? 8 : far(near[2]) });
      const colon = typed.indexOf(":");
      if (colon >= 0 && field(typed.slice(0, colon), typed.slice(colon + 1), start)) return;
      if (typed.length > 1 && typed[0] === "=") return push("exactChunk", start, { typed: typed.slice(1) });
      push("chunk", start, { typed });
    };
    while (at < text.length) {
      const start = at;
      const c = text[at];
      if (c === "(" || c === ")") {
        at += 1;
        push(c === "(" ? "open" : "close", start);
      } else if (isSpace(c)) at += 1;
      else if (opens(at)) phrase(start, false);
      else if (c === "=" && opens(at + 1)) {
        at += 1;
        phrase(start, true);
      } else if ((c === "-" || c === "−") && (start === 0 || isSpace(text[start - 1]) || text[start - 1] === "(") && /^[-−]+[^\s\p{Cc})]/u.test(text.slice(start))) {
        while (text[at] === "-" || text[at] === "−") at += 1;
        push("not", start);
      } else chunk(start);
    }
    return lexemes;
  };

  /* ---------- The tree ---------- */

  const longEnough = (word) => SINGLE.test(word) || [...word].length >= MIN_PREFIX;
  const joined = (parts, type) => (parts.length > 1 ? { type, parts } : parts[0] ?? null);
  const hasPlaces = (node) => node.type === "term" || (node.type === "either" && node.parts.every(hasPlaces));

  const read = (typed, most = MAX_TERMS, passedOver = []) => {
    const signs = [...typed];
    const text = signs.slice(0, MAX_CHARACTERS).join("");
    const notices = [];
    const tell = (code, message) => notices.some((known) => known.code === code) || notices.push({ code, message });
    if (signs.length > MAX_CHARACTERS) tell("too-long", `Only the first ${MAX_CHARACTERS} characters were read.`);
    const lexemes = lex(text, notices);
    let next = 0;
    let terms = 0;
    let leftOut = 0;
    const peek = () => lexemes[next]?.type;
    const stray = (lexeme) => tell("stray-operator", `“${text.slice(lexeme.from, lexeme.to)}” has nothing to join here and was left out.`);
    const counts = (start) => {
      if (passedOver.includes(start)) return false;
      if (terms < most) {
        terms += 1;
        return true;
      }
      tell("too-many-terms", `Only the first ${MAX_TERMS} words, phrases and fields were looked for.`);
      return false;
    };
    const term = (typed, from, start, style) => {
      const own = words(typed);
      if (own.length === 0) {
        if (from > start) tell("empty-phrase", "Quotation marks without a word between them were left out.");
        return null;
      }
      return counts(start) ? { type: "term", words: own, style: style(own), typed, from: start } : null;
    };
    const star = (typed) => tell("misplaced-star", `A star stands for the rest of a word at its end alone; that of “${typed}” was left out.`);
    const word = ({ typed, from }) => {
      const fuzzy = typed.match(/^(.+)~[0-9]*$/);
      if (fuzzy) tell("no-fuzzy", "There is no search for words that are merely like one.");
      const base = fuzzy ? fuzzy[1] : typed;
      const stem = base.replace(/\*+$/, "");
      const starred = stem.length < base.length;
      if (stem.includes("*")) star(typed);
      const hyphens = folded(stem).text.split("-").filter((part) => part !== "").every((part) => words(part).length === 1);
      return term(stem, from, from, (own) => {
        if (starred && longEnough(own.at(-1))) return "prefix";
        if (own.length === 1) {
          if (starred) tell("short-prefix", `A beginning needs ${MIN_PREFIX} letters or more.`);
          return "word";
        }
        return hyphens ? "joined" : "parts";
      });
    };
    const phrase = ({ typed, from }) => {
      const trimmed = typed.trimEnd();
      const stem = trimmed.replace(/\*+$/, "");
      const last = tokens(stem).at(-1);
      const starred = last?.to === stem.length && stem.length < trimmed.length;
      if (stem.includes("*") || (!starred && typed.includes("*"))) star(typed);
      return term(typed, from + 1, from, (own) => {
        if (starred && longEnough(own.at(-1))) return "prefix";
        if (starred) tell("short-prefix", `A beginning needs ${MIN_PREFIX} letters or more.`);
        return own.length === 1 ? "exact" : "phrase";
      });
    };
    const exact = ({ typed, from }) => {
      if (typed.includes("*")) star(typed);
      return term(typed, from + 1, from, () => "exact");
    };
    const nearPhrase = ({ typed, distance, from }) => {
      const own = tokens(typed);
      if (typed.includes("*") && own.length > 0) star(typed);
      if (own.length < 2) return term(typed, from + 1, from, () => "exact");
      const parts = own.map((token) => term(typed.slice(token.from, token.to), from + 1 + token.from, from + 1 + token.from, () => "phrase")).filter(Boolean);
      return parts.length > 1 ? { type: "near", parts, distance } : parts[0] ?? null;
    };
    const operand = (depth) => {
      const lexeme = lexemes[next];
      next += 1;
      switch (lexeme?.type) {
        case undefined:
          return null;
        case "open": {
          if (depth >= MAX_DEPTH) {
            tell("too-deep", `Brackets more than ${MAX_DEPTH} deep were left out.`);
            leftOut += 1;
            return null;
          }
          const inner = either(depth + 1);
          if (next >= lexemes.length) tell("unclosed-bracket", "A bracket was not closed; it was closed at the end.");
          next += 1;
          return inner;
        }
        case "chunk":
          return word(lexeme);
        case "phrase":
          return phrase(lexeme);
        case "exactChunk":
        case "exactPhrase":
          return exact(lexeme);
        case "nearPhrase":
          return nearPhrase(lexeme);
        case "field":
          return counts(lexeme.from) ? { type: "field", name: lexeme.name, value: lexeme.value } : null;
        default:
          stray(lexeme);
          return null;
      }
    };
    const near = (depth) => {
      let left = operand(depth);
      let alone = true;
      const pairs = [];
      while (peek() === "near") {
        const sign = lexemes[next];
        next += 1;
        const follows = ![undefined, "or", "and", "close", "not"].includes(peek());
        const right = follows ? operand(depth) : null;
        if (left && right && hasPlaces(left) && hasPlaces(right)) {
          pairs.push({ type: "near", parts: [left, right], distance: sign.distance });
          [left, alone] = [right, false];
        } else if (left && right) {
          tell("near-needs-words", "Only words and phrases can be near each other.");
          if (alone) pairs.push(left);
          [left, alone] = [right, true];
        } else {
          stray(sign);
          left ??= right;
        }
      }
      if (left && alone) pairs.push(left);
      return joined(pairs, "every");
    };
    const item = (depth) => {
      let not = null;
      while (peek() === "not") {
        not = lexemes[next];
        next += 1;
      }
      if (not && [undefined, "or", "and", "close"].includes(peek())) {
        stray(not);
        return null;
      }
      const part = near(depth);
      return part && not ? { type: "without", part } : part;
    };
    const list = (depth) => {
      const lists = [[]];
      let every = false;
      let pending = null;
      for (;;) {
        const type = peek();
        if (type === undefined || type === "or") break;
        if (type === "close") {
          if (leftOut > 0) leftOut -= 1;
          else if (depth > 0) break;
          else tell("stray-bracket", "A closing bracket without an opening one was left out.");
          next += 1;
          continue;
        }
        if (type === "and") {
          if (pending) stray(pending);
          pending = lexemes[next];
          next += 1;
          continue;
        }
        const part = item(depth);
        if (!part) continue;
        if (pending && lists.at(-1).length === 0) {
          lists.at(-1).push(part);
          stray(pending);
        } else if (pending) {
          every = true;
          lists.push([part]);
        } else lists.at(-1).push(part);
        pending = null;
      }
      if (pending) stray(pending);
      return every ? joined(lists.map((each) => joined(each, "list")).filter(Boolean), "every") : joined(lists.flat(), "list");
    };
    const either = (depth) => {
      const parts = [];
      let pending = null;
      let mixed = false;
      for (;;) {
        const part = list(depth);
        if (part) {
          mixed ||= part.type === "list" && part.parts.length > 1;
          if (pending && parts.length === 0) stray(pending);
          pending = null;
          parts.push(part);
        }
        if (peek() !== "or") break;
        if (pending) stray(pending);
        pending = lexemes[next];
        next += 1;
      }
      if (pending) stray(pending);
      if (parts.length > 1 && mixed) tell("mixed-operators", "Words side by side belong together before OR divides them. Brackets make it certain.");
      return joined(parts, "either");
    };
    const root = either(0);
    const onlyExcludes = (node) => node.type === "without" || (["list", "every"].includes(node.type) && node.parts.every(onlyExcludes));
    if (root && onlyExcludes(root)) tell("only-exclusions", "The query only excludes, so everything else is found.");
    return { text, root, notices, terms };
  };

  // Calls `each` for every word or phrase, those that are excluded too where that is wanted.
  const eachTerm = (node, excluded, each) => {
    if (node.type === "term") each(node);
    else if (node.type === "without" && excluded) eachTerm(node.part, excluded, each);
    else node.parts?.forEach((part) => eachTerm(part, excluded, each));
  };

  return { read, words, tokens, folded, eachTerm, BEGINS, MAX_TERMS };
})();

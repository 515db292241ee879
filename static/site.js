// Comforts of the archive. Every page works without this file; nothing here is the only way to do a thing.
"use strict";

const make = (name, properties, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

// In a copy of the site in files, the way from this page to the first; nothing where a server answers.
const { root } = document.documentElement.dataset;

/* ---------- Saying things: one polite live region for the whole page. ---------- */

const status = make("p", { className: "hidden" });
status.setAttribute("role", "status");
document.body.append(status);

/* ---------- Copying ---------- */

// A button with `data-copy` is hidden by the style sheet where there is no script, since it could do nothing.
const copy = async (button) => {
  if (button.dataset.busy) return;
  button.dataset.busy = "yes";
  const label = [...button.childNodes];
  const name = button.textContent;
  let said = "Copied";
  try {
    await navigator.clipboard.writeText(await words(button));
  } catch {
    said = "Could not copy";
  }
  button.style.minWidth = `${button.offsetWidth}px`;
  button.replaceChildren(said);
  status.textContent = said === "Copied" ? `${name}: copied` : said;
  setTimeout(() => {
    button.replaceChildren(...label);
    delete button.dataset.busy;
    status.textContent = "";
  }, 1800);
};

// What a button copies: what it holds, the words that are selected, or, for a hit, what its page of forms to cite has.
const words = async (button) => {
  const { link, cited, copy } = button.dataset;
  if (link) return absolute(link.replace(/\/cite$/, ""));
  if (!cited) return chosen(button) ?? copy;
  const page = new DOMParser().parseFromString(await (await fetch(cited)).text(), "text/html");
  return page.getElementById("field-quotation").value;
};

// What a button of a whole paragraph copies where only some of its words are selected: those, with their own link.
const chosen = (button) => {
  if (!("quotation" in button.dataset)) return null;
  const selection = getSelection();
  const link = linkTo(selection);
  if (!link) return null;
  const whole = button.dataset.copy;
  const [source] = whole.slice(whole.lastIndexOf("\n— ") + 3).split(`, ${absolute(location.pathname)}`);
  return `“${textOf(selection)}”\n— ${source}, ${link}\n`;
};

// The words of a selection, without what is not part of the text.
const textOf = (selection) => {
  const words = selection.getRangeAt(0).cloneContents();
  words.querySelectorAll(NOT_TEXT).forEach((other) => other.remove());
  return plain(words.textContent);
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-copy], button[data-link], button[data-cited]");
  if (button) copy(button);
});
// A press on a button must not take the selection away.
document.addEventListener("mousedown", (event) => {
  if (event.target.closest("button[data-quotation]")) event.preventDefault();
});

/* ---------- Sharing, where the system offers it ---------- */

if (navigator.share) {
  document.querySelectorAll("button[data-share]").forEach((button) => {
    button.hidden = false;
    // A reader who closes what the system shows has changed nothing.
    button.addEventListener("click", () => navigator.share({ title: document.title, url: button.dataset.share }).catch(() => {}));
  });
}

/* ---------- Suggestions under the search box: a combobox with a list, by keyboard and by pointer. ---------- */

const suggest = (input, serial) => {
  const list = make("ul", { className: "suggestions", id: `suggestions-${serial}`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  input.after(list);
  const attributes = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);

  let typed = input.value;
  let chosen = -1;
  let waiting = 0;
  let asked = null;

  const close = () => {
    clearTimeout(waiting);
    asked?.abort();
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (at) => {
    // The list stays as it is under a reader who chooses from it.
    clearTimeout(waiting);
    asked?.abort();
    chosen = at;
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    const option = list.children[at];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
    input.value = option ? option.dataset.text : typed;
  };

  // A word leads to its results, a document to itself.
  const lead = (option) => {
    const { pathname, search } = new URL(option.dataset.address);
    wait();
    location.assign(pathname + search);
  };

  const show = (suggestions) => {
    list.replaceChildren(
      ...suggestions.map(({ text, kind, address }, place) => {
        const option = make("li", { id: `${list.id}-${place}` }, text, " ", make("span", { className: "fact", textContent: kind }));
        Object.assign(option.dataset, { text, address });
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        return option;
      }),
    );
    chosen = -1;
    list.hidden = suggestions.length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = list.hidden ? "" : `${suggestions.length} suggestion${suggestions.length === 1 ? "" : "s"}, use the arrow keys`;
  };

  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`/suggest?q=${encodeURIComponent(typed)}`, { signal: asked.signal });
      if (!answer.ok) return close();
      const [, texts, kinds, addresses] = await answer.json();
      const suggestions = texts.slice(0, 8).map((text, place) => ({ text, kind: kinds[place], address: addresses[place] }));
      if (document.activeElement === input) show(suggestions);
    } catch {
      // An aborted or failed request leaves the box as it would be without script.
    }
  };

  input.addEventListener("input", () => {
    typed = input.value;
    clearTimeout(waiting);
    if (typed.trim().length < 2) return close();
    waiting = setTimeout(ask, 120);
  });

  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      input.value = typed;
      return close();
    }
    if (list.hidden || event.isComposing) return;
    const last = list.children.length - 1;
    if (event.key === "Enter" && chosen >= 0) lead(list.children[chosen]);
    else if (event.key === "ArrowDown") choose(chosen < last ? chosen + 1 : -1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? last : chosen - 1);
    else return;
    event.preventDefault();
  });

  input.addEventListener("blur", close);
  input.form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("li");
    if (!option) return;
    event.preventDefault();
    lead(option);
  });
};

if (root === undefined) document.querySelectorAll(".search input[type=search]").forEach(suggest);

/* ---------- The line that names the paragraph being read ---------- */

const paragraphs = [...document.querySelectorAll(".text .paragraph")];

const absolute = (path) => {
  const canonical = document.querySelector("link[rel=canonical]");
  return new URL(path, canonical?.href ?? location.href).href;
};

const follow = () => {
  const title = make("span", { className: "title", textContent: document.querySelector("h1").textContent.trim() });
  const where = make("a", { className: "where" });
  const button = make("button", { type: "button", className: "quiet", textContent: "Copy link" });
  const line = make("div", { className: "reading", hidden: true }, make("div", {}, title, where, button));
  line.setAttribute("role", "region");
  line.setAttribute("aria-label", "The paragraph being read");
  document.body.append(line);

  const head = document.querySelector(".document header");
  let current = null;
  let planned = false;
  const update = () => {
    planned = false;
    line.hidden = head.getBoundingClientRect().bottom > 0;
    if (line.hidden) return;
    // The one being read begins in the upper quarter of what is left below the line, or else fills most of it.
    const top = line.offsetHeight;
    const box = (paragraph) => paragraph.getBoundingClientRect();
    const shown = (paragraph) => Math.min(box(paragraph).bottom, innerHeight) - Math.max(box(paragraph).top, top);
    const begins = (paragraph) => box(paragraph).top >= top && box(paragraph).top < top + (innerHeight - top) / 4;
    const most = () => paragraphs.reduce((most, paragraph) => (shown(paragraph) > shown(most) ? paragraph : most));
    const reading = paragraphs.find(begins) ?? most();
    if (reading === current) return;
    current = reading;
    where.textContent = reading.querySelector(".number").getAttribute("aria-label");
    const { path } = reading.querySelector(".words").dataset;
    where.href = root === undefined ? path : `${root}${path.slice(1)}/index.html`;
    button.dataset.copy = absolute(path);
  };
  addEventListener(
    "scroll",
    () => {
      if (planned) return;
      planned = true;
      requestAnimationFrame(update);
    },
    { passive: true },
  );
  update();
};

if (paragraphs.length > 1 && document.querySelector(".document header")) follow();

/* ---------- A link to selected words: their range in this revision, and a text fragment for the eye ---------- */

const NOT_TEXT = ".printed, del, .note-mark, .hidden";

// The offset in code points of a place among the words, not counting what is not part of the text.
const offset = (words, node, at) => {
  const before = document.createRange();
  before.setStart(words, 0);
  before.setEnd(node, at);
  const content = before.cloneContents();
  content.querySelectorAll(NOT_TEXT).forEach((other) => other.remove());
  return [...content.textContent].length;
};

const plain = (text) => text.replace(/\s+/g, " ").trim();

// What says of words on a page where they are (https://wicg.github.io/scroll-to-text-fragment/): the words, with what
// stands before and after them in their paragraph, since the same words may stand elsewhere. All of it begins and ends
// at borders of words, as browsers ask, and is the text of the page, notes' marks and struck-out words included.
const directive = (words, range) => {
  if (!Intl.Segmenter) return null;
  const text = words.textContent;
  const length = (node, at) => {
    const before = document.createRange();
    before.setStart(words, 0);
    before.setEnd(node, at);
    return before.toString().length;
  };
  const segments = [...new Intl.Segmenter(document.documentElement.lang, { granularity: "word" }).segment(text)];
  const borders = [...segments.map(({ index }) => index), text.length];
  let start = borders.findLast((border) => border <= length(range.startContainer, range.startOffset));
  let end = borders.find((border) => border >= length(range.endContainer, range.endOffset));
  while (start < end && /\s/.test(text[start])) start += 1;
  while (end > start && /\s/.test(text[end - 1])) end -= 1;
  if (start === end) return null;
  const starts = segments.filter(({ isWordLike }) => isWordLike).map(({ index }) => index);
  const ends = segments.filter(({ isWordLike }) => isWordLike).map(({ index, segment }) => index + segment.length);
  const code = (from, to) => encodeURIComponent(plain(text.slice(from, to))).replaceAll("-", "%2D");
  const around = (count) => [
    starts.filter((at) => at < start).slice(-count)[0] ?? start,
    ends.filter((at) => at > end).slice(0, count).at(-1) ?? end,
  ];
  const [first, last] = around(4);
  const before = plain(text.slice(first, start)) && `${code(first, start)}-,`;
  const after = plain(text.slice(end, last)) && `,-${code(end, last)}`;
  if (end - start <= 300) return `${before}${code(start, end)}${after}`;
  // Long words are named by their beginning and their end, which must not stand between them before.
  const inner = starts.filter((at) => at >= start && at < end);
  for (let count = 5; count < inner.length / 2; count += 1) {
    const head = ends.filter((at) => at > start)[count - 1];
    const tail = inner[inner.length - count];
    const closing = plain(text.slice(tail, end)).toLowerCase();
    const between = plain(text.slice(head, end)).toLowerCase();
    if (between.indexOf(closing) === between.length - closing.length) return `${before}${code(start, head)},${code(tail, end)}${after}`;
  }
  return `${before}${code(start, end)}${after}`;
};

const linkTo = (selection) => {
  if (selection.isCollapsed || selection.rangeCount === 0) return null;
  let range = selection.getRangeAt(0);
  const within = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(".words[data-path]");
  const words = within(range.startContainer);
  if (!words) return null;
  if (!words.contains(range.endContainer)) {
    // A triple click goes on to the beginning of what comes next.
    const after = range.cloneRange();
    after.setStartAfter(words);
    if ([...after.cloneContents().querySelectorAll(".words")].some((other) => other.textContent)) return null;
    range = range.cloneRange();
    range.setEnd(words, words.childNodes.length);
  }
  const start = offset(words, range.startContainer, range.startOffset);
  const end = offset(words, range.endContainer, range.endOffset);
  if (end <= start) return null;
  const fragment = directive(words, range);
  const address = `${words.dataset.path}?w=${start}-${end}&r=${words.dataset.revision}`;
  return absolute(`${address}#p${words.dataset.path.split("/").at(-1)}${fragment ? `:~:text=${fragment}` : ""}`);
};

const offer = make("button", { type: "button", className: "offer", textContent: "Copy link to these words", hidden: true });
const past = make("a", { className: "offer", textContent: "History of these words", hidden: true });
document.body.append(offer, past);

document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  const link = linkTo(selection);
  offer.hidden = !link;
  past.hidden = !link || root !== undefined || textOf(selection).length > 300;
  if (!link) return;
  past.href = `/term?t=${encodeURIComponent(`"${textOf(selection).replace(/["“”„«»]/g, "")}"`)}`;
  offer.dataset.copy = link;
  const box = selection.getRangeAt(0).getBoundingClientRect();
  const left = Math.min(Math.max(8, box.left + scrollX), scrollX + document.documentElement.clientWidth - offer.offsetWidth - 8);
  offer.style.left = `${left}px`;
  offer.style.top = `${box.bottom + scrollY + 8}px`;
  past.style.left = offer.style.left;
  past.style.top = `${box.bottom + scrollY + 16 + offer.offsetHeight}px`;
});
for (const button of [offer, past]) button.addEventListener("mousedown", (event) => event.preventDefault());

/* ---------- A quiet mark when an answer takes longer than a moment ---------- */

const busy = make("div", { className: "busy", hidden: true });
document.body.append(busy);
let slow = 0;
const wait = () => {
  clearTimeout(slow);
  slow = setTimeout(() => (busy.hidden = false), 500);
};
document.addEventListener("submit", wait);
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (link && plain && link.origin === location.origin && link.pathname + link.search !== location.pathname + location.search) wait();
});
addEventListener("pagehide", () => clearTimeout(slow));
addEventListener("pageshow", () => {
  clearTimeout(slow);
  busy.hidden = true;
});

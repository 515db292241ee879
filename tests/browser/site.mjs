// The verbs that browser tests share: a running archive, a browser, and the pages to look at.
import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { after } from "node:test";
import { chromium } from "playwright-core";

export const full = process.env.FULL === "1";

const HOSTILE = fileURLToPath(new URL("./corpus", import.meta.url));

/** Starts the archive on a free port and returns what its addresses begin with. */
export const serve = (...flags) =>
  new Promise((resolve, reject) => {
    const server = spawn(process.env.G7CYBER_BINARY, ["serve", "--listen", "127.0.0.1:0", ...flags], { cwd: tmpdir(), stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    server.stdout.on("data", (chunk) => {
      said += chunk;
      const address = said.match(/http:\/\/[\d.]+:\d+/);
      if (address) resolve({ base: address[0], stop: () => server.kill("SIGTERM") });
    });
    let complaint = "";
    server.stderr.on("data", (chunk) => (complaint += chunk));
    server.on("exit", (code) => reject(new Error(`the archive ended with ${code}: ${complaint}`)));
  });

/** The archive with its own corpus, and one of texts that are long, right to left or hostile, after four releases. */
export const sites = async () => {
  const own = await serve();
  const hostile = await serve("--corpus", HOSTILE);
  after(() => {
    own.stop();
    hostile.stop();
  });
  return { own: own.base, hostile: hostile.base };
};

export const browser = async (...flags) => {
  const started = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", ...flags],
  });
  after(() => started.close());
  return started;
};

/** The ways in which a reader may have colours. */
export const COLOURS = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  forced: { forcedColors: "active" },
};

/** Opens a context of a browser with these colours and of this width. */
export const inColours = (chrome, colours, width, more = {}) =>
  chrome.newContext({ ...COLOURS[colours], viewport: { width, height: 800 }, reducedMotion: "reduce", ...more });

export const temporary = () => mkdtempSync(join(tmpdir(), "g7cyber-browser-"));

const ISE_SHIMA = "/2018-ise-shima-cyber-group-report";
const quotation = encodeURIComponent("the same rights that people have offline must also be protected online");
const wrong = encodeURIComponent("the same rights that people have online must never be protected offline");
const article = encodeURIComponent(
  "The ministers wrote that “the same rights that people have offline must also be protected online”, and added that " +
    "“States should never knowingly allow their territory to be used for internationally wrongful acts”. A newspaper " +
    "put it shortly: “cyberspace must stay open for everybody who wants to trade in it”.",
);
const invented = encodeURIComponent("the zeppelin shall carry our letters over the mountains before winter");

/** Every template in each of its states: a name, the site it is on, its path and its status. */
export const PAGES = [
  ["home", "own", "/"],
  ["home-small", "hostile", "/"],
  ["search", "own", "/search?q=cyber"],
  ["search-narrowed", "own", "/search?q=cyber&year=2018"],
  ["search-notices", "own", "/search?q=%22international+law"],
  ["search-related", "own", "/search?q=human+rights&related=1"],
  ["search-none", "own", "/search?q=zeppelin"],
  ["search-empty", "own", "/search"],
  ["search-long", "hostile", "/search?q=long"],
  ["search-rtl", "hostile", `/search?q=${encodeURIComponent("الفضاء")}`],
  ["kwic", "own", "/search?q=cyber&view=kwic"],
  ["kwic-none", "own", "/search?q=zeppelin&view=kwic"],
  ["kwic-long", "hostile", "/search?q=ministers&view=kwic"],
  ["kwic-rtl", "hostile", `/search?q=${encodeURIComponent("الفضاء")}&view=kwic`],
  ["documents", "own", "/documents"],
  ["documents-held", "own", "/documents?held=true"],
  ["document-unmatched", "own", `${ISE_SHIMA}?hl=quantum`],
  ["search-records", "own", "/search?q=quantum"],
  ["variants-found", "own", "/variants?q=cyber"],
  ["variants-none", "own", "/variants?q=zeppelin"],
  ["documents-small", "hostile", "/documents"],
  ["documents-none", "own", "/documents?year=2017&kind=guidance"],
  ["document", "own", ISE_SHIMA],
  ["document-marked", "own", `${ISE_SHIMA}?hl=cyber&at=2`],
  ["document-press", "own", "/2017-the-hill-lucca-report"],
  ["document-long", "hostile", "/2001-long"],
  ["document-rtl", "hostile", "/2002-right-to-left"],
  ["parallel", "hostile", "/2002-right-to-left?with=en"],
  ["parallel-translation", "hostile", "/2002-right-to-left-in-english?with=ar"],
  ["document-translated", "hostile", "/2002-right-to-left-in-english"],
  ["document-parts", "hostile", "/2003-every-part"],
  ["record", "own", "/2017-lucca-declaration"],
  ["record-bare", "hostile", "/1999-bare-record"],
  ["record-full", "hostile", "/2006-record-with-everything"],
  ["paragraph", "own", `${ISE_SHIMA}/p/7`],
  ["paragraph-marked", "own", `${ISE_SHIMA}/p/7?hl=%22international+law%22`],
  ["paragraph-press", "own", "/2017-the-hill-lucca-report/p/3"],
  ["paragraph-note", "hostile", "/2003-every-part/p/2"],
  ["paragraph-long", "hostile", "/2001-long/p/1"],
  ["paragraph-rtl", "hostile", "/2002-right-to-left/p/1"],
  ["cite", "own", `${ISE_SHIMA}/p/7/cite`],
  ["cite-press", "own", "/2017-the-hill-lucca-report/p/3/cite"],
  ["cite-long", "hostile", "/2001-long/p/1/cite"],
  ["cite-rtl", "hostile", "/2002-right-to-left/p/1/cite"],
  ["embed", "own", `${ISE_SHIMA}/p/7/embed`],
  ["embed-long", "hostile", "/2001-long/p/1/embed"],
  ["embed-rtl", "hostile", "/2002-right-to-left/p/1/embed"],
  ["check-empty", "own", "/check"],
  ["check-exact", "own", `/check?q=${quotation}`],
  ["check-differs", "own", `/check?q=${wrong}`],
  ["check-article", "own", `/check?q=${article}`],
  ["check-none", "own", `/check?q=${invented}`],
  ["check-rtl", "hostile", `/check?q=${encodeURIComponent("الفضاء الإلكتروني مفتوح وآمن للجميع")}`],
  ["compare", "own", "/compare"],
  ["compare-nothing", "own", "/compare?a=2018-ise-shima-cyber-group-report&b=2017-the-hill-lucca-report"],
  ["compare-paragraphs", "own", `/compare?a=${ISE_SHIMA.slice(1)}/p/7&b=2017-the-hill-lucca-report/p/3&c=2017-the-hill-lucca-report/p/4`],
  ["compare-record", "own", "/compare?a=2018-ise-shima-cyber-group-report&b=2017-lucca-declaration", 404],
  ["compare-wordings", "hostile", "/compare?a=2004-many-releases/p/2/r/1&b=2004-many-releases/p/2&fold=letters"],
  ["compare-documents", "hostile", "/compare?a=2001-long&b=2003-every-part"],
  ["formula", "own", "/formula"],
  ["formula-one", "own", "/formula?t=malicious+use+of+information+and+communication+technologies"],
  ["formula-short", "own", "/formula?t=cyber+norms"],
  ["similar", "own", "/similar"],
  ["similar-none", "own", `${ISE_SHIMA}/p/7/similar`],
  ["similar-shares", "own", "/similar?a=2018-ise-shima-cyber-group-report"],
  ["similar-rtl", "hostile", "/2002-right-to-left/p/1/similar"],
  ["cite-document", "own", `${ISE_SHIMA}/cite`],
  ["dataset", "own", "/data"],
  ["dataset-long", "hostile", "/data"],
  ["changes", "own", "/changes"],
  ["changes-releases", "hostile", "/changes"],
  ["document-releases", "hostile", "/2004-many-releases"],
  ["paragraph-corrected", "hostile", "/2004-many-releases/p/2"],
  ["paragraph-arrived", "hostile", "/2004-many-releases/p/1"],
  ["paragraph-earlier", "hostile", "/2004-many-releases/p/2?w=5-14&r=1"],
  ["revision", "hostile", "/2004-many-releases/p/2/r/1"],
  ["revision-present", "hostile", "/2004-many-releases/p/2/r/3"],
  ["revision-rtl", "hostile", "/2002-right-to-left/p/1/r/1"],
  ["wording", "hostile", "/f/786d871dce83"],
  ["tombstone", "hostile", "/2004-many-releases/p/3", 410],
  ["tombstone-document", "hostile", "/2005-never-issued", 410],
  ["choice-split", "hostile", "/2004-many-releases/p/5", 300],
  ["choice-same-words", "hostile", "/f/25f9d89960a8", 300],
  ["choice-none", "own", "/go?c=Lucca+1871", 404],
  ["instruments", "own", "/instruments"],
  ["instruments-press", "own", "/instruments?press=1"],
  ["instrument", "own", "/instruments/un-charter"],
  ["instrument-listed", "own", "/instruments/law-of-state-responsibility"],
  ["variants", "own", "/variants"],
  ["term", "own", "/term?t=cyberspace"],
  ["term-press", "own", "/term?t=cyberspace&press=1"],
  ["term-none", "own", "/term?t=zeroday"],
  ["term-search", "own", "/term?t=law+-sea"],
  ["term-empty", "own", "/term"],
  ["term-long", "hostile", "/term?t=ministers"],
  ["term-rtl", "hostile", `/term?t=${encodeURIComponent("الفضاء")}`],
  ["term-earlier", "hostile", "/term?t=the&as_of=2021-01-31"],
  ["trends", "own", "/trends?t=cyber&t=%22international+law%22"],
  ["trends-press", "own", "/trends?t=cyber&by=presidency&unit=count&press=1"],
  ["trends-text", "hostile", "/trends?t=ministers&by=text"],
  ["trends-empty", "own", "/trends"],
  ["api", "own", "/api"],
  ["help", "own", "/help"],
  ["about", "own", "/about"],
  ["error_page", "own", "/2018-ise-shima-cyber-grup-report", 404],
  ["error_page-long", "hostile", `/${"never-published-".repeat(20)}`, 404],
  ["error_page-request", "own", "/go?c=", 400],
].map(([name, site, path, status = 200]) => ({ name, site, path, status }));

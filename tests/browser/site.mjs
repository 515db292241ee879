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
const serve = (...flags) =>
  new Promise((resolve, reject) => {
    const server = spawn(process.env.G7CYBER_BINARY, ["serve", "--listen", "127.0.0.1:0", ...flags], { stdio: ["ignore", "pipe", "pipe"] });
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

/** The archive with its own corpus, and one with texts that are long, right to left or hostile. */
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

export const temporary = () => mkdtempSync(join(tmpdir(), "g7cyber-browser-"));

const ISE_SHIMA = "/2018-ise-shima-cyber-group-report";
const quotation = encodeURIComponent("the same rights that people have offline must also be protected online");
const wrong = encodeURIComponent("the same rights that people have online must never be protected offline");

/** Every template in each of its states: a name, the site it is on, its path and its status. */
export const PAGES = [
  ["home", "own", "/"],
  ["results", "own", "/search?q=cyber"],
  ["results-narrowed", "own", "/search?q=cyber&year=2018"],
  ["results-notices", "own", "/search?q=%22international+law"],
  ["results-none", "own", "/search?q=zeppelin"],
  ["results-empty", "own", "/search"],
  ["results-long", "hostile", "/search?q=long"],
  ["results-rtl", "hostile", `/search?q=${encodeURIComponent("الفضاء")}`],
  ["kwic", "own", "/search?q=cyber&view=kwic"],
  ["documents", "own", "/documents"],
  ["documents-none", "own", "/documents?year=1801"],
  ["document", "own", ISE_SHIMA],
  ["document-marked", "own", `${ISE_SHIMA}?hl=cyber&at=2`],
  ["document-press", "own", "/2017-the-hill-lucca-report"],
  ["document-long", "hostile", "/2001-long"],
  ["document-rtl", "hostile", "/2002-right-to-left"],
  ["document-parts", "hostile", "/2003-every-part"],
  ["record", "own", "/2017-lucca-declaration"],
  ["record-bare", "hostile", "/1999-bare-record"],
  ["paragraph", "own", `${ISE_SHIMA}/p/7`],
  ["paragraph-marked", "own", `${ISE_SHIMA}/p/7?hl=%22international+law%22`],
  ["paragraph-long", "hostile", "/2001-long/p/1"],
  ["paragraph-rtl", "hostile", "/2002-right-to-left/p/1"],
  ["cite", "own", `${ISE_SHIMA}/p/7/cite`],
  ["embed", "own", `${ISE_SHIMA}/p/7/embed`],
  ["check-empty", "own", "/check"],
  ["check-exact", "own", `/check?q=${quotation}`],
  ["check-differs", "own", `/check?q=${wrong}`],
  ["changes", "own", "/changes"],
  ["variants", "own", "/variants"],
  ["api", "own", "/api"],
  ["help", "own", "/help"],
  ["about", "own", "/about"],
  ["error", "own", "/2018-ise-shima-cyber-grup-report", 404],
].map(([name, site, path, status = 200]) => ({ name, site, path, status }));

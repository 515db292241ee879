// Holds what is written for OpenSearch against the types of its official client, which are made of OpenSearch's own
// description of its interface, and prints what does not fit: of the files as they are, and of the same with three slips.

import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import ts from "typescript";

const require = createRequire(import.meta.url);
const types = path.join(path.dirname(require.resolve("@opensearch-project/opensearch/package.json")), "api");
const folder = process.argv[2];
const mapping = fs.readFileSync(path.join(folder, "out/mapping.json"), "utf8");
const [line] = fs.readFileSync(path.join(folder, "out/paragraphs.bulk.ndjson"), "utf8").split("\n", 1);

function complaints(mapping, line) {
  const file = path.join(folder, "held.ts");
  fs.writeFileSync(file, `
import type { Indices_Create_RequestBody } from ${JSON.stringify(path.join(types, "indices/create"))};
import type { OperationContainer } from ${JSON.stringify(path.join(types, "_types/_core.bulk"))};
export const body: Indices_Create_RequestBody = ${mapping};
export const action: OperationContainer = ${line};
`);
  const options = { noEmit: true, strict: true, skipLibCheck: true, moduleResolution: ts.ModuleResolutionKind.Node10, types: [] };
  const program = ts.createProgram([file], options);
  return ts.getPreEmitDiagnostics(program).map((found) => ts.flattenDiagnosticMessageText(found.messageText, " "));
}

console.log(JSON.stringify({
  fits: complaints(mapping, line),
  slips: [
    complaints(mapping.replace('"asciifolding"', '"asciifoldin"'), line),
    complaints(mapping.replace('"doc_values"', '"doc_value"'), line),
    complaints(mapping, line.replace('"external"', '"externally"')),
  ],
}));

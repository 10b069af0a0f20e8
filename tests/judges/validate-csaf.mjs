// Validates CSAF 2.0 documents in strict mode: the schema, every mandatory and optional test, and the informative ones that need neither the network nor
// a dictionary. Prints, as JSON, what each test found in each file.
import { readFileSync } from "node:fs";
import * as informative from "@secvisogram/csaf-validator-lib/informativeTests.js";
import * as mandatory from "@secvisogram/csaf-validator-lib/mandatoryTests.js";
import * as optional from "@secvisogram/csaf-validator-lib/optionalTests.js";
import { csaf_2_0_strict } from "@secvisogram/csaf-validator-lib/schemaTests.js";
import validateStrict from "@secvisogram/csaf-validator-lib/validateStrict.js";

const ELSEWHERE = new Set(["informativeTest_6_3_6", "informativeTest_6_3_7", "informativeTest_6_3_8"]);
const tests = [
  csaf_2_0_strict,
  ...Object.values(mandatory),
  ...Object.values(optional),
  ...Object.values(informative).filter((test) => !ELSEWHERE.has(test.name)),
];
const said = {};
for (const path of process.argv.slice(2)) {
  const result = await validateStrict(tests, JSON.parse(readFileSync(path, "utf8")));
  said[path] = result.tests.flatMap((test) =>
    [...test.errors, ...test.warnings, ...test.infos].map((one) => `${test.name} ${one.instancePath} ${one.message}`),
  );
  if (!result.isValid && said[path].length === 0) said[path].push("not valid");
}
console.log(JSON.stringify({ tests: tests.map((test) => test.name), said }));

import assert from "node:assert/strict";
import { test } from "node:test";
import { checkOwn, checkVectors, missingFiles, readVectors, vectorFiles } from "../checks/all.mjs";

for (const file of vectorFiles()) {
  test(`${file} holds`, () => assert.deepEqual(checkVectors(file, readVectors(file)).failures, []));
}
test("no file of vectors is missing", () => assert.deepEqual(missingFiles(), []));
test("a file without a check is a failure", () => assert.notDeepEqual(checkVectors("unknown.json", {}).failures, []));
test("what no vector holds is sealed and read here", () => assert.deepEqual(checkOwn().failures, []));

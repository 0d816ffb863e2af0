import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { UsageError } from "../arguments/usage-error.ts";
import { kubeconfigContext } from "./kubeconfig-context.ts";

let file: string;
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), "sortie-test-")), "config");
});
afterEach(() => rmSync(join(file, ".."), { recursive: true }));

const contexts = "contexts:\n- name: prod\n- name: stage\n";

it("takes the named context, or the current one", () => {
  writeFileSync(file, `current-context: stage\n${contexts}`);
  expect(kubeconfigContext(file, "prod")).toBe("prod");
  expect(kubeconfigContext(file, undefined)).toBe("stage");
});

it.each<[text: string, wanted: string | undefined, message: string]>([
  [contexts, "prd", "FILE has no context prd. Did you mean prod? It has: prod, stage."],
  [contexts, undefined, "FILE has no current context; choose one with --context. It has: prod, stage."],
  ["current-context: gone\n", undefined, "FILE has no context gone. It has none."],
  ["contexts: 3\n", "prod", "FILE is not a kubeconfig: it has no list of contexts."],
  ["a: 1\na: 2\n", "prod", "Cannot read the kubeconfig FILE:2: expected each key once."],
])("refuses %j", (text, wanted, message) => {
  writeFileSync(file, text);
  expect(() => kubeconfigContext(file, wanted)).toThrow(new UsageError(message.replace("FILE", file)));
});

it("names a kubeconfig that is not there", () => {
  expect(() => kubeconfigContext(file, undefined)).toThrow(
    new UsageError(`Cannot read the kubeconfig ${file}: no such file or directory.`),
  );
});

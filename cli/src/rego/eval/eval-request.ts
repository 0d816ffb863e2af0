import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { CompileOptions, ProfileOrder, QueryPlace, Value } from "@sortie/rego";
import { type Given, RegoUsageError } from "../flags/read-flags.ts";
import { describeProblem } from "../load/load-paths.ts";
import { readDocument } from "../load/read-document.ts";
import { policyOptions } from "../policy-options.ts";
import { type RegoSession, readAll } from "../rego-session.ts";
import type { explanations } from "./eval-flags.ts";

export type Explanation = (typeof explanations)[number];

/** Which lines of a profile are shown: the first `limit` in this order, or all with a limit of 0. */
type ProfileRequest = { readonly orders: readonly ProfileOrder[]; readonly limit: number };

/** One evaluation, as the command line asks for it. */
export type EvalRequest = {
  readonly query: string;
  readonly place: QueryPlace;
  readonly input: Value | undefined;
  readonly compile: CompileOptions;
  readonly explain: Explanation;
  readonly isCovered: boolean;
  readonly profile: ProfileRequest | undefined;
  readonly strictBuiltinErrors: boolean;
  readonly showBuiltinErrors: boolean;
  readonly timeoutMs: number | undefined;
  readonly count: number;
};

/** The input could not be read; said on standard error, whatever the format. */
export class InputError extends Error {
  override name = "InputError";
}

/** @throws RegoUsageError, InputError */
export async function evalRequest(given: Given, { stdin }: RegoSession): Promise<EvalRequest> {
  refuseContradictions(given);
  const query = given.isOn("stdin") ? (await readAll(stdin)).toString("utf8") : (given.words[0] ?? "");
  const written = given.isOn("stdin-input") ? await readAll(stdin) : readInput(given.text("input"));
  const name = given.text("package");
  return {
    query,
    place: { ...(name !== undefined && { package: name }), imports: given.all("import") },
    input: written === undefined ? undefined : parseInput(written),
    compile: { ...policyOptions(given), print: true },
    explain: (given.text("explain") ?? "off") as Explanation,
    isCovered: given.isOn("coverage"),
    profile: profileRequest(given),
    strictBuiltinErrors: given.isOn("strict-builtin-errors"),
    showBuiltinErrors: given.isOn("show-builtin-errors"),
    timeoutMs: given.milliseconds("timeout"),
    count: given.number("count", 1),
  };
}

function refuseContradictions(given: Given): void {
  const refuse = (when: boolean, message: string): void => {
    if (when) throw new RegoUsageError(message);
  };
  const { words } = given;
  refuse(words.length > 0 && given.isOn("stdin"), "specify query argument or --stdin but not both");
  refuse(words.length === 0 && !given.isOn("stdin"), "specify query argument or --stdin");
  refuse(words.length > 1, "specify at most one query argument; put the query in quotes");
  refuse(given.isOn("stdin") && given.isOn("stdin-input"), "specify --stdin or --stdin-input but not both");
  refuse(given.isOn("stdin-input") && given.isGiven("input"), "specify --stdin-input or --input but not both");
  refuse(given.isOn("fail") && given.isOn("fail-defined"), "specify --fail or --fail-defined but not both");
  const bothBuiltins = given.isOn("strict-builtin-errors") && given.isOn("show-builtin-errors");
  refuse(bothBuiltins, "specify --strict-builtin-errors or --show-builtin-errors but not both");
}

function profileRequest(given: Given): ProfileRequest | undefined {
  const isAsked = given.isOn("profile") || given.isGiven("profile-sort") || given.isGiven("profile-limit");
  if (!isAsked) return undefined;
  return { orders: given.all("profile-sort") as readonly ProfileOrder[], limit: given.number("profile-limit", 10) };
}

function readInput(file: string | undefined): Buffer | undefined {
  if (file === undefined) return undefined;
  const path = file.startsWith("file://") ? fileURLToPath(file) : file;
  try {
    return readFileSync(path);
  } catch (error) {
    throw new InputError(describeProblem(path, error));
  }
}

function parseInput(written: Buffer): Value {
  try {
    return readDocument(written);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InputError(`unable to parse input: ${error.message}`);
  }
}

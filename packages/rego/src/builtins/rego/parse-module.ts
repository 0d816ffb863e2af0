import { compileErrorsText, compileErrorText } from "../../error-text.ts";
import type { CompileError } from "../../errors.ts";
import type { Module } from "../../syntax/ast.ts";
import { asCompileErrors, parseModule as readModule } from "../../syntax/parse-module.ts";
import { sourceSizeErrors } from "../../syntax/source-size.ts";
import { chargeValue, mustFit } from "../charges.ts";
import { charge, define, fail, mismatch } from "../define.ts";
import { moduleJson } from "./module-json.ts";

/** How many characters of a source are read in a millisecond at least. */
const charactersPerMillisecond = 300;
/** A character of a source is more work than one of a text that is only looked at. */
const workPerCharacter = 16;

/** The syntax tree of a module of Rego v1, as OPA writes it down as JSON. What is no module is an error. */
export const parseModule = [
  define("rego.parse_module", ["string", "any"], function (file, source) {
    // Both operands are the first in OPA's words.
    if (typeof source !== "string") return mismatch(1, "string", source);
    const errors = sourceSizeErrors([{ name: file, source }]);
    if (errors.length > 0) return failWith(errors);
    charge(this, source.length * workPerCharacter);
    mustFit(this, source.length / charactersPerMillisecond);
    const tree = moduleJson(parsed(file, source));
    chargeValue(this, tree);
    return tree;
  }),
];

function parsed(file: string, source: string): Module {
  try {
    return readModule(file, source, 1);
  } catch (error) {
    return failWith(asCompileErrors(error));
  }
}

/** What OPA says of a module without statements is one error, and of all others a list. */
function failWith(errors: readonly CompileError[]): never {
  const [first] = errors;
  fail(first?.message === "empty module" ? compileErrorText(first) : compileErrorsText(errors));
}

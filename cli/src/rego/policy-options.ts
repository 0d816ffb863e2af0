import { readFileSync } from "node:fs";
import { type Capabilities, type CompileOptions, parseCapabilities } from "@sortie/rego";
import { type Given, RegoUsageError } from "./flags/read-flags.ts";

/** The options of the compiler that flags of all commands set. */
export function policyOptions(given: Given): CompileOptions {
  const capabilities = given.text("capabilities");
  const maxErrors = given.number("max-errors", 10);
  return {
    v0Compatible: given.isOn("v0-compatible"),
    maxErrors: maxErrors === 0 ? Number.POSITIVE_INFINITY : maxErrors,
    // Files that a person names are theirs.
    maxSourceBytes: { module: Number.POSITIVE_INFINITY, total: Number.POSITIVE_INFINITY },
    ...(given.isOn("strict") && { strict: true }),
    ...(capabilities !== undefined && { capabilities: readCapabilities(capabilities) }),
  };
}

function readCapabilities(file: string): Capabilities {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new RegoUsageError(
      `invalid argument "${file}" for "--capabilities" flag: no such file or capabilities version found: ${file}`,
    );
  }
  try {
    return parseCapabilities(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    throw new RegoUsageError(`invalid argument "${file}" for "--capabilities" flag: ${error.message}`);
  }
}

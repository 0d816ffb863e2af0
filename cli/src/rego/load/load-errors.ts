import { type CompileOptions, compile, RegoCompileError } from "@sortie/rego";
import { messageError, type OutputError, outputErrors } from "../output/errors.ts";
import type { Loaded } from "./loaded.ts";

/** What went wrong while loading, with the policies that are no Rego: then nothing is compiled. */
export function loadErrors({ problems, modules }: Loaded, options: CompileOptions): readonly OutputError[] {
  if (problems.length === 0) return [];
  const errors = problems.map(({ message }) => messageError(message));
  try {
    compile(modules, options);
  } catch (error) {
    if (!(error instanceof RegoCompileError)) throw error;
    const unread = (outputErrors(error) ?? []).filter(({ json }) => json.code === "rego_parse_error");
    return [...errors, ...unread];
  }
  return errors;
}

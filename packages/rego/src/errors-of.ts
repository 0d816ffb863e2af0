import { type CompileOptions, compile } from "./compile.ts";
import { RegoCompileError } from "./errors.ts";

/** For tests: every error of a module as one line, place first. None for a module that compiles. */
export function errorsOf(source: string, options: CompileOptions = {}): string[] {
  try {
    compile([{ name: "t.rego", source }], options);
  } catch (error) {
    if (!(error instanceof RegoCompileError)) throw error;
    return error.errors.map(({ code, message, location: { row, col } }) => `${row}:${col} ${code} ${message}`);
  }
  return [];
}

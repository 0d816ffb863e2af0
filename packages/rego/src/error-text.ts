import type { CompileError } from "./errors.ts";

/** Errors as OPA writes them for people: how many, and each with what shows where it is. */
export function compileErrorsText(errors: readonly CompileError[]): string {
  const title = errors.length === 1 ? "1 error occurred: " : `${errors.length} errors occurred:\n`;
  return title + errors.map(compileErrorText).join("\n");
}

/** An error of a compilation as OPA writes it for people: the row of its file, or row and column where there is none, and its details. */
export function compileErrorText({ code, message, location, details }: CompileError): string {
  const { file, row, col } = location;
  const place = file === "" ? `${row}:${col}` : `${file}:${row}`;
  return [`${place}: ${code}: ${message}`, ...(details?.lines ?? [])].join("\n\t");
}

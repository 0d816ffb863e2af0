import type { CompileError } from "../errors.ts";

/** How large sources may be, in bytes of UTF-8. */
export type SourceLimits = {
  /** Of one module. Default 1 MiB. */
  readonly module?: number;
  /** Of all modules together. Default 4 MiB, three times the largest library of policies known. */
  readonly total?: number;
};

const mebibyte = 2 ** 20;
/** A megabyte of the densest source takes 0.7 GB and some seconds to compile: what fits in here fits in V8's heap. */
const defaultLimits: Required<SourceLimits> = { module: mebibyte, total: 4 * mebibyte };

/** Errors about modules that are too large, and about the one with which all together become so. */
export function sourceSizeErrors(
  modules: readonly { readonly name: string; readonly source: string }[],
  limits: SourceLimits = {},
): CompileError[] {
  const { module: most, total: mostTogether } = { ...defaultLimits, ...limits };
  const errors: CompileError[] = [];
  let total = 0;
  for (const { name, source } of modules) {
    const size = Buffer.byteLength(source);
    const before = total;
    total += size;
    if (size > most) errors.push(tooLarge(name, `source is too large: ${size} bytes, ${most} at most`));
    else if (total > mostTogether && before <= mostTogether) {
      errors.push(tooLarge(name, `sources are too large together: more than ${mostTogether} bytes`));
    }
  }
  return errors;
}

function tooLarge(file: string, message: string): CompileError {
  return { code: "rego_parse_error", message, location: { file, row: 1, col: 1 } };
}

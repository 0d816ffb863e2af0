import { expect, it } from "vitest";
import { type CompileOptions, compile } from "../compile.ts";
import { RegoCompileError } from "../errors.ts";

const policy = (name: string, size: number) => ({ name, source: `package ${name} # ${"é".repeat(size)}\np := 1` });

function errorsOf(sizes: readonly number[], options: CompileOptions = {}): string[] {
  try {
    compile(
      sizes.map((size, i) => policy(`m${i}`, size)),
      options,
    );
  } catch (error) {
    if (!(error instanceof RegoCompileError)) throw error;
    return error.errors.map(({ code, message, location: { file } }) => `${file} ${code} ${message}`);
  }
  return [];
}

it("refuses a module of more than a mebibyte before it is read", () => {
  expect(errorsOf([10, 600_000, 20])).toEqual([
    "m1 rego_parse_error source is too large: 1200020 bytes, 1048576 at most",
  ]);
});

it("refuses modules that are too large together, and names the one that is too much", () => {
  const most = "rego_parse_error sources are too large together: more than 4194304 bytes";
  expect(errorsOf([500_000, 500_000, 500_000, 500_000, 500_000, 500_000])).toEqual([`m4 ${most}`]);
});

it("takes other limits", () => {
  expect(errorsOf([600_000], { maxSourceBytes: { module: 2_000_000 } })).toEqual([]);
  expect(errorsOf([10, 10], { maxSourceBytes: { total: 50 } })).toEqual([
    "m1 rego_parse_error sources are too large together: more than 50 bytes",
  ]);
});

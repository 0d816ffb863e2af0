import { RegoCompileError } from "./errors.ts";

/** V8 refuses functions and calls with more than some 65,000 parameters with a SyntaxError of these words. */
const tooManyParts = /^Too many (parameters|arguments)/;

/**
 * Runs a compilation. What is within the parser's bounds can still ask for more than V8 compiles, such as thousands of
 * loops within each other; that is an error of the source named.
 */
export function withinEngineLimits<Result>(file: string, compile: () => Result): Result {
  try {
    return compile();
  } catch (error) {
    const isTooMuch = error instanceof RangeError || (error instanceof SyntaxError && tooManyParts.test(error.message));
    if (!isTooMuch) throw error;
    const location = { file, row: 1, col: 1 };
    throw new RegoCompileError([{ code: "rego_compile_error", message: "too deep or too large to compile", location }]);
  }
}

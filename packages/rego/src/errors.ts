/** Where in a Rego source file something stands. Rows and columns count from 1, columns in characters. */
export type Location = { readonly file: string; readonly row: number; readonly col: number };

/** Codes of compile errors, as OPA prints them. */
export type CompileErrorCode =
  | "rego_parse_error"
  | "rego_compile_error"
  | "rego_type_error"
  | "rego_unsafe_var_error"
  | "rego_recursion_error";

export type CompileError = {
  readonly code: CompileErrorCode;
  readonly message: string;
  readonly location: Location;
};

/** Thrown by `compile` and `prepare`. Holds every error found, up to `maxErrors`, in source order. */
export class RegoCompileError extends Error {
  override readonly name = "RegoCompileError";
  readonly errors: readonly CompileError[];

  constructor(errors: readonly CompileError[]) {
    super(errors.map(describeCompileError).join("\n"));
    this.errors = errors;
  }
}

function describeCompileError({ code, message, location }: CompileError): string {
  return `${location.file}:${location.row}:${location.col}: ${code}: ${message}`;
}

/** Codes of evaluation errors, as OPA prints them. */
export type EvaluationErrorCode =
  | "eval_internal_error"
  | "eval_cancel_error"
  | "eval_conflict_error"
  | "eval_type_error"
  | "eval_builtin_error"
  | "eval_with_merge_error";

/** Thrown by an evaluation that has no result. `location` is that of the rule, where one is known. */
export class RegoEvaluationError extends Error {
  override readonly name = "RegoEvaluationError";
  readonly code: EvaluationErrorCode;
  readonly location: Location | undefined;

  constructor(code: EvaluationErrorCode, message: string, options?: { location?: Location; cause?: unknown }) {
    super(message, { cause: options?.cause });
    this.code = code;
    this.location = options?.location;
  }
}

/** What an evaluation can use up. */
export type LimitName = "steps" | "deadline" | "result_size" | "depth";

/** Thrown when an evaluation reaches one of its limits. `rule` is the path of the rule being evaluated, if any. */
export class RegoLimitError extends Error {
  override readonly name = "RegoLimitError";
  readonly limit: LimitName;
  readonly rule: string | undefined;

  constructor(limit: LimitName, rule: string | undefined, options?: { cause?: unknown }) {
    super(`limit reached: ${limit}${rule === undefined ? "" : ` in ${rule}`}`, options);
    this.limit = limit;
    this.rule = rule;
  }
}

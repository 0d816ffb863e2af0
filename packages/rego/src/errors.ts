/** Where in a Rego source file something stands. Rows and columns count from 1, columns in characters. */
export type Location = { readonly file: string; readonly row: number; readonly col: number };

/** Codes of compile errors, as OPA prints them. */
export type CompileErrorCode =
  | "rego_parse_error"
  | "rego_compile_error"
  | "rego_type_error"
  | "rego_unsafe_var_error"
  | "rego_recursion_error";

/** What OPA shows of an error besides its message. */
export type CompileErrorDetails = {
  /**
   * As OPA writes them down: of an error in the grammar the `line` it is in and how many bytes into it (`idx`), of a call
   * the types it has and those it takes (`have`, `want`), of what can never be equal the types of both sides (`a`, `b`), of
   * a ref its parts, which of them is wrong, and what could be there (`ref`, `pos`, `have`, `want`, `oneOf`).
   */
  readonly json: Readonly<Record<string, unknown>>;
  /** As OPA shows them to people, below the message. */
  readonly lines: readonly string[];
};

export type CompileError = {
  readonly code: CompileErrorCode;
  readonly message: string;
  readonly location: Location;
  readonly details?: CompileErrorDetails;
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

/** A query, rule or body that was being evaluated, and the expression in it. Numbered in the order they were entered. */
export type EvaluationFrame = { readonly query: number; readonly location: Location; readonly text: string };

/** Thrown by an evaluation that has no result. `location` is that of the rule, where one is known. */
export class RegoEvaluationError extends Error {
  override readonly name = "RegoEvaluationError";
  readonly code: EvaluationErrorCode;
  readonly location: Location | undefined;
  /** What was being evaluated, innermost first; known where the policy was compiled with `trace`. */
  readonly frames: readonly EvaluationFrame[];

  constructor(code: EvaluationErrorCode, message: string, options: EvaluationErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.location = options.location;
    this.frames = options.frames ?? [];
  }
}

type EvaluationErrorOptions = {
  readonly location?: Location | undefined;
  readonly cause?: unknown;
  readonly frames?: readonly EvaluationFrame[];
};

/** Thrown by a built-in of an embedding program that cannot answer: its call is undefined, or an error where built-in errors are strict. */
export class RegoBuiltinError extends Error {
  override readonly name = "RegoBuiltinError";
}

/** Thrown for a serialised policy that is not what its digest says, is of another version, or lacks a query. */
export class RegoSerialisedError extends Error {
  override readonly name = "RegoSerialisedError";
}

/** What an evaluation can use up. */
export type LimitName = "steps" | "deadline" | "result_size" | "depth" | "memory";

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

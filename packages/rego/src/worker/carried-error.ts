import {
  type CompileError,
  type EvaluationErrorCode,
  type LimitName,
  type Location,
  RegoCompileError,
  RegoEvaluationError,
  RegoLimitError,
} from "../errors.ts";

/** An error on its way between threads, which keep no classes. */
export type CarriedError =
  | { readonly kind: "compile"; readonly errors: readonly CompileError[] }
  | { readonly kind: "limit"; readonly limit: LimitName; readonly rule: string | undefined }
  | {
      readonly kind: "evaluation";
      readonly code: EvaluationErrorCode;
      readonly message: string;
      readonly location: Location | undefined;
    };

/** An error that none of the package's classes has is a fault in the package: its text is kept for its authors. */
export function carry(error: unknown): CarriedError {
  if (error instanceof RegoCompileError) return { kind: "compile", errors: error.errors };
  if (error instanceof RegoLimitError) return { kind: "limit", limit: error.limit, rule: error.rule };
  if (error instanceof RegoEvaluationError) {
    const { code, message, location } = error;
    return { kind: "evaluation", code, message, location };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { kind: "evaluation", code: "eval_internal_error", message, location: undefined };
}

export function revive(error: CarriedError): RegoCompileError | RegoLimitError | RegoEvaluationError {
  switch (error.kind) {
    case "compile":
      return new RegoCompileError(error.errors);
    case "limit":
      return new RegoLimitError(error.limit, error.rule);
    default:
      return new RegoEvaluationError(error.code, error.message, { location: error.location });
  }
}

export { type CompileOptions, compile, type RegoModule } from "./compile.ts";
export {
  type CompileError,
  type CompileErrorCode,
  type EvaluationErrorCode,
  type LimitName,
  type Location,
  RegoCompileError,
  RegoEvaluationError,
  RegoLimitError,
} from "./errors.ts";
export { parseValue } from "./parse-value.ts";
export type { Bindings, EvaluationOptions, Policy, PreparedQuery } from "./policy.ts";
export type { Limits } from "./runtime/limits.ts";
export { parseJson } from "./values/json.ts";

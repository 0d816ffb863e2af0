export { allowing, type Capabilities, defaultCapabilities } from "./capabilities/capabilities.ts";
export type { BuiltinCall, CustomBuiltin, CustomBuiltins } from "./capabilities/custom-builtin.ts";
export { kubescapeBuiltins } from "./capabilities/kubescape-builtins.ts";
export { parseCapabilities } from "./capabilities/parse-capabilities.ts";
export { trivyBuiltins } from "./capabilities/trivy-builtins.ts";
export type { Classification } from "./classify/classify.ts";
export type { ResultStream } from "./classify/stream.ts";
export { type CompileOptions, compile, type RegoModule } from "./compile.ts";
export { compileErrorText } from "./error-text.ts";
export {
  type CompileError,
  type CompileErrorCode,
  type CompileErrorDetails,
  type EvaluationErrorCode,
  type EvaluationFrame,
  type LimitName,
  type Location,
  RegoBuiltinError,
  RegoCompileError,
  RegoEvaluationError,
  RegoLimitError,
  RegoSerialisedError,
} from "./errors.ts";
export { parseValue } from "./parse-value.ts";
export { parseYaml } from "./parse-yaml.ts";
export type { Policy, RuleSummary } from "./policy.ts";
export type { ExpressionResult, QueryResult } from "./query-results.ts";
export type { QueryPlace } from "./read-query.ts";
export type { Bindings, EvaluationOptions, PreparedQuery } from "./run-query.ts";
export { Indexes } from "./runtime/indexes.ts";
export type { Limits } from "./runtime/limits.ts";
export type { TraceEvent } from "./runtime/tracer.ts";
export { loadSerialised, type SerialisedPolicy } from "./serialise/load-serialised.ts";
export { type SerialisedText, serialise } from "./serialise/serialise.ts";
export type { TestRule } from "./testing/tests.ts";
export { Coverage, type CoverageReport } from "./trace/coverage.ts";
export { withLineage } from "./trace/filter-trace.ts";
export { printTrace } from "./trace/print-trace.ts";
export { Profile, type ProfiledLine, type ProfileOrder, profileOrders } from "./trace/profile.ts";
export { parseJson } from "./values/json.ts";
export type { Value } from "./values/value.ts";
export {
  createIsolated,
  evaluateInWorker,
  type IsolatedPolicy,
  type IsolationOptions,
  type OneEvaluation,
} from "./worker/isolated.ts";
export type { IsolatedCompileOptions, IsolatedEvaluation } from "./worker/messages.ts";

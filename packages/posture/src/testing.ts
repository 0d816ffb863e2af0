// What tests of other workspaces make verdicts with, and a library of one rule.
export type { Verdict } from "./evaluate/control-verdict.ts";
export { emptyPathList } from "./evaluate/path-lists.ts";
export { recordAnswers } from "./evaluate/record-answers.ts";
export type { ResourceVerdicts } from "./evaluate/resource-verdicts.ts";
export { createVerdictTable } from "./evaluate/verdict-table.ts";
export { noneAccepted } from "./exceptions/accepted-rules.ts";
export type { Finding } from "./exceptions/exception.ts";
export { smallLibrary } from "./library/small-library.ts";

// What is to be done about findings: what `sortie` says and makes of verdicts, and what judges hold the library to.
export { changedValue } from "./fixes/changed-value.ts";
export { type Change, changesOf } from "./fixes/changes.ts";
export { type Advice, type Edit, editsOf } from "./fixes/edits.ts";

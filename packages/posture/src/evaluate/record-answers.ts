import type { Answer } from "./answer.ts";
import { ruleStatus } from "./resource-verdicts.ts";
import type { TableEntry } from "./table-entry.ts";
import type { VerdictTable } from "./verdict-table.ts";

/**
 * Enters what a rule answered: objects named in an answer fail, all others it considered pass. An object that fails need
 * not be one of those: RBAC rules answer with subjects of their own making.
 */
export function recordAnswers(
  table: VerdictTable,
  rule: number,
  considered: readonly unknown[],
  answers: readonly Answer[],
): void {
  for (const answer of answers) {
    for (const object of answer.objects) {
      const entry = table.of(object);
      if (entry) recordFailure(table, rule, entry, answer);
    }
  }
  recordAll(table, rule, considered, ruleStatus.passed);
}

/** Gives every object the same verdict, unless it has a worse one already. */
export function recordAll(table: VerdictTable, rule: number, input: readonly unknown[], status: number): void {
  const entries = table.ofAll(input);
  for (let at = 0; at < entries.length; at += 1) {
    const entry = entries[at];
    if (!entry) continue;
    entry.raise(rule, status);
    if (entry.exceptions === undefined) table.noteExceptions(entry, input[at] as object);
  }
}

function recordFailure(table: VerdictTable, rule: number, entry: TableEntry, answer: Answer): void {
  entry.raise(rule, ruleStatus.failed);
  let list = entry.paths.get(rule) ?? table.noPaths;
  for (const path of answer.paths) list = list.with(path);
  const ids: string[] = [];
  for (const { object, paths } of answer.related) {
    const related = table.idOf(object);
    if (related === undefined) continue;
    ids.push(related);
    for (const path of paths) list = list.with({ ...path, resourceID: related });
  }
  if (ids.length > 0) entry.addRelated(rule, ids);
  if (list !== table.noPaths) entry.setPaths(rule, list);
}

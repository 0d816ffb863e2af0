import { createHash } from "node:crypto";
import { z } from "zod";

/** What an engine answers to one query: the verdicts of rules by name, or why it cannot evaluate them. */
const Answer = z.union([z.strictObject({ error: z.string() }), z.record(z.string(), z.array(z.unknown()))]);

/** Verdicts by rule, as text in an order that no engine decides; rules that the engine cannot evaluate with the reason. */
export type Verdicts = { readonly byRule: Map<string, string[]>; readonly failed: Map<string, string> };

/** `names` are those of the queries, one for each result. */
export function verdicts(names: readonly string[], results: readonly unknown[]): Verdicts {
  const byRule = new Map<string, string[]>();
  const failed = new Map<string, string>();
  for (const [i, result] of results.entries()) {
    const answer = Answer.parse(result);
    if ("error" in answer && typeof answer.error === "string") {
      failed.set(names[i] ?? "", lastLine(answer.error));
      continue;
    }
    for (const [rule, members] of Object.entries(answer)) byRule.set(rule, textsOf(members as unknown[]));
  }
  return { byRule, failed };
}

/** Rules about which both engines have verdicts, and not the same. */
export function differences(ours: Verdicts, theirs: Verdicts): string[] {
  const both = [...theirs.byRule].filter(([rule]) => ours.byRule.has(rule));
  return both.filter(([rule, texts]) => digest(texts) !== digest(ours.byRule.get(rule) ?? [])).map(([rule]) => rule);
}

/** Members of sets come in each engine's own order, members of objects too. */
function textsOf(members: readonly unknown[]): string[] {
  return members.map((member) => JSON.stringify(member, sortedKeys)).toSorted();
}

function sortedKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function digest(texts: readonly string[]): string {
  return createHash("sha256").update(texts.join("\n")).digest("hex");
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}

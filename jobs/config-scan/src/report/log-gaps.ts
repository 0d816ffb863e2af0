import type { Logger } from "@sortie/process";
import type { Unavailable } from "../collect/object-source.ts";
import type { Evaluated } from "../evaluate/evaluation.ts";
import type { Rule } from "../library/library.ts";

/** Says what a scan could not read, and which rules could not judge for another reason than that. */
export function logGaps(unavailable: Unavailable[], { reasons }: Evaluated, rules: Rule[], log: Logger): void {
  for (const { type, reason } of unavailable) log.warn({ kind: type.kind, reason }, "kind not read");
  const alreadySaid = new Set(unavailable.map(({ reason }) => reason));
  for (const [index, reason] of reasons) {
    if (!alreadySaid.has(reason)) log.warn({ rule: rules[index]?.name, reason }, "rule skipped");
  }
}

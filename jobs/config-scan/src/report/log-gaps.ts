import type { Evaluated, Rule, Unavailable } from "@sortie/posture";
import type { Logger } from "@sortie/process";

/**
 * Says what a scan could not read, and which rules could not judge for another reason than that. That there is no node
 * agent or no access to a cloud is how most clusters are, and no warning.
 */
export function logGaps(unavailable: Unavailable[], { reasons }: Evaluated, rules: Rule[], log: Logger): void {
  const { external = [], own = [] } = Object.groupBy(unavailable, ({ type }) => (type.isExternal ? "external" : "own"));
  for (const { type, reason } of own) log.warn({ kind: type.kind, reason }, "kind not read");
  for (const [reason, missing] of Map.groupBy(external, (one) => one.reason)) {
    log.info({ kinds: [...new Set(missing.map(({ type }) => type.kind))], reason }, "external objects not there");
  }
  const alreadySaid = new Set(unavailable.map(({ reason }) => reason));
  for (const [index, reason] of reasons) {
    if (!alreadySaid.has(reason)) log.warn({ rule: rules[index]?.name, reason }, "rule skipped");
  }
}

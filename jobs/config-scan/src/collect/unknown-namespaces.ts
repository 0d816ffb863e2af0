import type { ObjectSource } from "@sortie/posture";
import { namedNamespaces, unknownNamespaces } from "@sortie/posture/unknown-namespaces";
import type { Logger } from "@sortie/process";
import type { ConfigTarget } from "@sortie/wire";

/**
 * Says which namespaces of a request are not there, and answers how many, for the outcome. A scan of namespaces that are
 * gone is no failure: whoever asked may have been slower than whoever deleted them.
 */
export async function logUnknownNamespaces(
  target: ConfigTarget,
  source: Pick<ObjectSource, "namespaces">,
  log: Pick<Logger, "warn">,
): Promise<{ unknownNamespaces?: number }> {
  if (namedNamespaces(target).length === 0) return {};
  const known = await source.namespaces?.();
  if (known === undefined) return {};
  const unknown = unknownNamespaces(target, known);
  for (const one of unknown) log.warn(one, "namespace not found");
  return { unknownNamespaces: unknown.length };
}

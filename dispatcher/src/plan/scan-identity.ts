import { createHash } from "node:crypto";
import type { ConfigTarget } from "@sortie/wire";

/** Each plan asks for those of all open commands, whose targets stay the same objects. */
const known = new WeakMap<ConfigTarget, string>();

/**
 * Hash of what a scan reads and evaluates: 12 hexadecimal digits, equal for equal targets. Names are compared without
 * regard to case, so their spelling does not count.
 */
export function scanHashOf(target: ConfigTarget): string {
  const hash = known.get(target) ?? hashOf(target);
  known.set(target, hash);
  return hash;
}

function hashOf(target: ConfigTarget): string {
  const { object, exceptions } = target;
  const fields = [
    target.type,
    target.includeNamespaces,
    target.excludedNamespaces,
    target.frameworks.map((name) => name.toLowerCase()),
    target.controls.map((id) => id.toLowerCase()),
    ...(object === undefined ? [] : [[object.apiVersion, object.kind, object.namespace, object.name]]),
    ...(exceptions === undefined ? [] : [{ exceptions }]),
  ];
  return createHash("sha256").update(JSON.stringify(fields)).digest("hex").slice(0, 12);
}

/** Name of the Job that runs one epoch of a scan. The API server's uniqueness of names is the lock. */
export function jobNameOf(scanHash: string, epoch: number): string {
  return `config-scan-${scanHash}-${epoch}`;
}

import { createHash } from "node:crypto";
import type { ResultMetadata } from "../identity/result-metadata.ts";
import type { JudgedControl, ResourcePosture } from "./posture.ts";

/** Counts up when result objects say the same in another way, so that the next scan writes them all again. */
const format = 1;

/**
 * Makes the function that says whether a resource's results changed, without making them: a hash of everything they are
 * made of. Only controls that judged the resource count, so that a new control does not touch what it does not judge.
 */
export function createResultsHash(controls: JudgedControl[]) {
  const definitions = new Map(
    controls.map(({ control: { id, name, baseScore }, rules }) => {
      const inputs = rules.map((rule) => [rule.name, rule.inputs]);
      return [id, sha256(JSON.stringify([format, id, name, baseScore, inputs]))];
    }),
  );
  return (posture: ResourcePosture, metadata: ResultMetadata): string => {
    const { statuses, paths, relatedIds, resource } = posture.verdicts;
    const parts: unknown[] = [metadata, resource.related];
    for (const { control, rules, verdict, accepted } of posture.controls) {
      parts.push(definitions.get(control.id), verdict.status, verdict.subStatus, verdict.info);
      if (accepted.size > 0) parts.push([...accepted]);
      for (const { index } of rules) parts.push(statuses[index], paths.get(index)?.digest, relatedIds.get(index));
    }
    return sha256(JSON.stringify(parts));
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

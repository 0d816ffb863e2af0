import { hash } from "node:crypto";
import type { JudgedControl, ResourcePosture, ResultMetadata } from "@sortie/posture";

/** Counts up when result objects say the same in another way, so that the next scan writes them all again. */
const format = 2;

/**
 * Makes the function that says whether a resource's results changed, without making them: a hash of everything they are
 * made of. Only controls that judged the resource count, so that a new control does not touch what it does not judge.
 */
export function createResultsHash(controls: JudgedControl[]) {
  const definitionsOf = definitionDigests(controls);
  return (posture: ResourcePosture, metadata: ResultMetadata): string => {
    const { statuses, paths, relatedIds, resource } = posture.verdicts;
    const parts: unknown[] = [metadata, resource.related, definitionsOf(posture)];
    let states = "";
    for (const { rules, verdict, accepted } of posture.controls) {
      states += `${verdict.status},${verdict.subStatus},${verdict.info}`;
      if (accepted.size > 0) parts.push([...accepted]);
      for (const { index } of rules) {
        states += `,${statuses[index]}`;
        parts.push(paths.get(index)?.digest, relatedIds.get(index));
      }
      states += ";";
    }
    parts.push(states);
    return hash("sha256", JSON.stringify(parts));
  };
}

/** One digest for the definitions of all controls that judged a resource; those of one kind mostly have the same. */
function definitionDigests(controls: JudgedControl[]): (posture: ResourcePosture) => string {
  const single = new Map(
    controls.map(({ control: { id, name, baseScore }, rules }) => {
      const inputs = rules.map((rule) => [rule.name, rule.inputs]);
      return [id, hash("sha256", JSON.stringify([format, id, name, baseScore, inputs]))];
    }),
  );
  const together = new Map<string, string>();
  return ({ controls: judging }) => {
    const ids = judging.map(({ control }) => control.id).join(" ");
    const known = together.get(ids);
    if (known !== undefined) return known;
    const made = hash("sha256", judging.map(({ control }) => single.get(control.id)).join(" "));
    if (together.size < mostTogether) together.set(ids, made);
    return made;
  };
}

/** Far more than there are kinds; exceptions to that are not kept. */
const mostTogether = 10_000;

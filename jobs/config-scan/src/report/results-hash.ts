import { hash } from "node:crypto";
import { type JudgedControl, type ResourcePosture, type ResultMetadata, ruleStatus } from "@sortie/posture";

const { unseen } = ruleStatus;

/** Counts up when result objects say the same in another way, so that the next scan writes them all again. */
const format = 3;

/**
 * Makes the function that says whether a resource's results changed, without making them: a hash of everything they are
 * made of. Only controls and rules that judged the resource count, so that neither a new control nor a scan of the one
 * object, which asks fewer rules, touches what they do not judge.
 */
export function createResultsHash(controls: JudgedControl[]) {
  const definitionsOf = definitionDigests(controls);
  return (posture: ResourcePosture, metadata: ResultMetadata): string => {
    const { statuses, paths, relatedIds, resource } = posture.verdicts;
    const parts: unknown[] = [metadata, resource.related, definitionsOf(posture)];
    let states = "";
    for (const { rules, verdict, accepted } of posture.controls) {
      states += `${verdict.status},${verdict.subStatus},${verdict.info}`;
      for (const { index } of rules) {
        const status = statuses[index];
        if (status === unseen) continue;
        states += `,${status}`;
        parts.push(paths.get(index)?.digest, relatedIds.get(index));
        if (accepted.size > 0) parts.push(accepted.get(index));
      }
      states += ";";
    }
    parts.push(states);
    return hash("sha256", JSON.stringify(parts));
  };
}

/**
 * One digest for the definitions of all controls and rules that judged a resource; those of one kind mostly have the same.
 * Rules are known by their names: their numbers are another scan's other rules.
 */
function definitionDigests(controls: JudgedControl[]): (posture: ResourcePosture) => string {
  const ofControl = new Map<string, string>();
  const ofRule = new Map<number, string>();
  for (const { control, rules } of controls) {
    const { id, name, baseScore } = control;
    ofControl.set(id, JSON.stringify([format, id, name, baseScore]));
    for (const { index, name: rule, inputs } of rules) ofRule.set(index, JSON.stringify([rule, inputs]));
  }
  const make = ({ controls: judging, verdicts: { statuses } }: ResourcePosture) => {
    const texts = judging.flatMap(({ control, rules }) => {
      const asked = rules.filter(({ index }) => statuses[index] !== unseen);
      return [ofControl.get(control.id), ...asked.map(({ index }) => ofRule.get(index))];
    });
    return hash("sha256", texts.join(" "));
  };
  // Resources whose rules all say the same share one list; of the others many were judged by the same.
  const byList = new WeakMap<ResourcePosture["controls"], string>();
  const byKey = new Map<string, string>();
  return (posture) => {
    const shared = byList.get(posture.controls);
    if (shared !== undefined) return shared;
    const key = judgedByKey(posture);
    const made = byKey.get(key) ?? make(posture);
    if (byKey.size < mostKeys) byKey.set(key, made);
    byList.set(posture.controls, made);
    return made;
  };
}

/** The controls and rules that judged a resource, within one scan. */
function judgedByKey({ controls, verdicts: { statuses } }: ResourcePosture): string {
  let key = "";
  for (const { control, rules } of controls) {
    key += control.id;
    for (const { index } of rules) if (statuses[index] !== unseen) key += `,${index}`;
    key += " ";
  }
  return key;
}

/** Far more than there are kinds; exceptions to that are not kept. */
const mostKeys = 10_000;

import { type Evaluated, type JudgedControl, postures, type ResourcePosture } from "@sortie/posture";
import { mostNamedResources, type PostureSummary } from "@sortie/wire";
import { apiVersionOf } from "@sortie/wire/plain";

type Named = NonNullable<PostureSummary["resources"]>[number];

/** The resources that fail most controls, the worst first; as many as monitoring is told of by name. */
export function worstResources(evaluated: Evaluated, controls: JudgedControl[], most = mostNamedResources): Named[] {
  let worst: Named[] = [];
  for (const posture of postures(evaluated, controls)) {
    const counts = countsOf(posture);
    if (counts.failed === 0) continue;
    const { kind, namespace, name, ...type } = posture.verdicts.resource;
    worst.push({ apiVersion: apiVersionOf(type), kind, namespace, name, ...counts });
    if (worst.length >= 2 * most) worst = firstOf(worst, most);
  }
  return firstOf(worst, most);
}

/** Those that fail alike stay in order of their IDs, as resources come. */
function firstOf(resources: Named[], most: number): Named[] {
  return resources.toSorted((a, b) => b.failed - a.failed || b.skipped - a.skipped).slice(0, most);
}

function countsOf({ controls }: ResourcePosture): { failed: number; skipped: number } {
  const counts = { failed: 0, skipped: 0 };
  for (const { verdict } of controls) {
    if (verdict.status === "failed") counts.failed += 1;
    else if (verdict.status === "skipped") counts.skipped += 1;
  }
  return counts;
}

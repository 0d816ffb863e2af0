import type { ScannedControl } from "@sortie/wire";
import { severityOf } from "@sortie/wire/plain";
import { acceptedSubStatus, type ControlRule, statusName } from "../evaluate/control-verdict.ts";
import type { PathList } from "../evaluate/path-lists.ts";
import { type ResourceVerdicts, ruleStatus } from "../evaluate/resource-verdicts.ts";
import type { AcceptedRules } from "../exceptions/accepted-rules.ts";
import type { JudgedBy, ResourcePosture } from "./posture.ts";
import { storedPathsOf } from "./stored-paths.ts";

/**
 * A cluster has few shapes of workloads: values are made once for an owner and a key. So many are kept of one owner; what is
 * about one resource alone has no key, and what fails in places of its own is not worth keeping.
 */
function sharing<V>(mostKept: number) {
  const known = new WeakMap<object, Map<string, V>>();
  return (owner: object, key: string | undefined, make: () => V): V => {
    if (key === undefined) return make();
    const kept = known.get(owner) ?? new Map<string, V>();
    known.set(owner, kept);
    const found = kept.get(key);
    if (found !== undefined) return found;
    const made = make();
    if (kept.size < mostKept) kept.set(key, made);
    return made;
  };
}

/** By the list of what controls say, and then by where they say it. */
const sharedList = sharing<readonly ScannedControl[]>(200);
/** By the rules of their control, and then by `shareKey`. */
const sharedControl = sharing<ScannedControl>(200);

/**
 * What each control that judged the resource says of it, with rules and paths. Resources of which the same is said in the same
 * places get the same list, which nobody changes.
 */
export function scannedControls({ controls, verdicts }: ResourcePosture): readonly ScannedControl[] {
  return sharedList(controls, placesKey(verdicts), () => controls.map((judged) => scannedControl(verdicts, judged)));
}

/** Undefined where a verdict names another resource, as those of subjects do: they are about one resource alone. */
function placesKey({ paths, relatedIds }: ResourceVerdicts): string | undefined {
  for (const _ of relatedIds) return undefined;
  let key = "";
  for (const [rule, list] of paths) key += `${rule}:${numberOf(list)},`;
  return key;
}

/**
 * What a control says of a resource, with rules and paths. Resources that it says the same of get the same object, which
 * nobody changes.
 */
function scannedControl(verdicts: ResourceVerdicts, judged: JudgedBy): ScannedControl {
  return sharedControl(judged.rules, shareKey(verdicts, judged), () => makeControl(verdicts, judged));
}

/** The same for verdicts that say the same; undefined where a verdict is about one resource alone. */
function shareKey({ statuses, paths, relatedIds }: ResourceVerdicts, judged: JudgedBy): string | undefined {
  if (judged.accepted.size > 0) return undefined;
  const { status, subStatus, info } = judged.verdict;
  let key = `${status},${subStatus},${info}`;
  for (const { index } of judged.rules) {
    if (relatedIds.get(index) !== undefined) return undefined;
    const list = paths.get(index);
    key += `,${statuses[index]}`;
    if (list !== undefined) key += `:${numberOf(list)}`;
  }
  return key;
}

const numbers = new WeakMap<PathList, number>();
let lastNumber = 0;

function numberOf(list: PathList): number {
  const known = numbers.get(list);
  if (known !== undefined) return known;
  lastNumber += 1;
  numbers.set(list, lastNumber);
  return lastNumber;
}

function makeControl(verdicts: ResourceVerdicts, judged: JudgedBy): ScannedControl {
  const judging = judged.rules.filter(({ index }) => verdicts.statuses[index] !== ruleStatus.unseen);
  const { control, verdict } = judged;
  return {
    controlID: control.id,
    severity: { severity: severityOf(control.baseScore), scoreFactor: control.baseScore },
    status: verdict,
    name: control.name,
    rules: judging.map((rule) => scannedRule(verdicts, rule, judged.accepted)),
  };
}

function scannedRule(verdicts: ResourceVerdicts, { name, index, inputs }: ControlRule, accepted: AcceptedRules) {
  const exceptions = accepted.get(index);
  const paths = verdicts.paths.get(index);
  const status = statusName(exceptions ? ruleStatus.passed : (verdicts.statuses[index] ?? ruleStatus.unseen));
  const subStatus = exceptions ? acceptedSubStatus : status === "skipped" ? "notEvaluated" : "";
  return {
    name,
    status: { status, subStatus },
    controlConfigurations: inputs,
    paths: paths ? storedPathsOf(paths) : [],
    appliedIgnoreRules: exceptions ?? [],
    relatedResourcesIDs: [...(verdicts.relatedIds.get(index) ?? [])],
  };
}

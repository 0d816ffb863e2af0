import type { ControlDefinition, ControlInputs, FrameworkDefinition } from "@sortie/wire";
import type { ReleasedControl, ReleasedFramework, ReleasedRule, ReleasedSet } from "../artifacts/released.ts";
import type { LoadedLibrary, ReleasedRego, Rule } from "./library.ts";

/**
 * A set of artifacts as a library that scans can use. What the set lacks of inputs and exceptions is taken from `own`. A
 * rule that this program cannot run stays, with the reason, so that its controls are skipped and not passed.
 */
export function releasedLibrary(set: ReleasedSet, own: LoadedLibrary): LoadedLibrary {
  const controls = distinct(set.controls, ({ controlID }) => controlID).flatMap(controlOf);
  const rules = distinct(set.rules, ({ name }) => name);
  const released = new Map(rules.map((rule) => [rule.name, regoOf(rule)]));
  const definitions = new Map(rules.map((rule) => [rule.name, ruleOf(rule)]));
  for (const name of controls.flatMap((control) => control.rules)) {
    if (released.has(name)) continue;
    released.set(name, { broken: "the artifacts do not have this rule" });
    definitions.set(name, { name, match: [], dynamicMatch: [], controlInputs: [] });
  }
  return {
    controls: controls.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    frameworks: frameworksOf(set.frameworks, controls),
    rules: definitions,
    inputs: set.inputs === undefined ? own.inputs : withoutPrototype(set.inputs),
    exceptions: set.exceptions === undefined ? own.exceptions : [],
    policies: set.exceptions ?? own.policies,
    code: { released },
  };
}

const scopes = ["cluster", "file", "cloud", "EKS", "AKS", "GKE"] as const;
type Scopes = ControlDefinition["scanningScope"];

/** `undefined`: made for places that no scan of ours is in. */
function scopesOf({ scanningScope }: Pick<ReleasedControl, "scanningScope">): Scopes | undefined {
  const named = scanningScope?.matches ?? [];
  const known = scopes.filter((scope) => named.includes(scope));
  return named.length > 0 && known.length === 0 ? undefined : known;
}

/** A control without rules answers nothing. */
function controlOf(control: ReleasedControl): ControlDefinition[] {
  const { controlID: id, name, baseScore, category, attributes, description, remediation } = control;
  const scanningScope = scopesOf(control);
  const rules = control.rulesNames.length > 0 ? control.rulesNames : control.rules.map((rule) => rule.name);
  if (scanningScope === undefined || rules.length === 0) return [];
  return [
    {
      id,
      name,
      baseScore,
      category: category?.name,
      subCategory: category?.subCategory?.name,
      typeTags: attributes?.controlTypeTags ?? [],
      scanningScope,
      actionRequired: actions.get(attributes?.actionRequired ?? ""),
      description: description || name,
      remediation: remediation || "The artifacts do not say how to fix it.",
      references: control.references.filter((reference) => URL.canParse(reference)),
      rules: [...new Set(rules)],
    },
  ];
}

const actions = new Map<string, NonNullable<ControlDefinition["actionRequired"]>>([
  ["configuration", "configuration"],
  ["manual review", "manual review"],
  ["requires review", "manual review"],
]);

/** Controls that the set does not have are left out, which makes the framework a part of the published one. */
function frameworksOf(frameworks: ReleasedFramework[], known: ControlDefinition[]): FrameworkDefinition[] {
  const names = new Map(known.map(({ id, name }) => [id, name]));
  return distinct(frameworks, ({ name }) => name.toLowerCase()).flatMap((framework) => {
    const { name, version, description, typeTags } = framework;
    const scanningScope = scopesOf(framework);
    if (scanningScope === undefined) return [];
    const all = distinct(framework.controls, ({ controlID }) => controlID);
    const controls = all.filter(({ controlID }) => names.has(controlID));
    const renamed = controls.filter((control) => names.get(control.controlID) !== control.name);
    return [
      {
        name,
        version: version ?? undefined,
        description: description || name,
        typeTags,
        scanningScope,
        partial: controls.length < all.length,
        controls: controls.map(({ controlID }) => controlID),
        controlNames: Object.fromEntries(renamed.map((control) => [control.controlID, control.name])),
      },
    ];
  });
}

type Aggregator = NonNullable<Rule["resourcesAggregator"]>;
const aggregators: readonly string[] = ["subject-role-rolebinding", "apiserver-pod"] satisfies Aggregator[];

function ruleOf({ name, match, dynamicMatch, controlConfigInputs, attributes }: ReleasedRule): Rule {
  const { resourcesAggregator: aggregator = "", useFromKubescapeVersion, useUntilKubescapeVersion } = attributes ?? {};
  const inputs = controlConfigInputs.map(({ path }) => path.split("."));
  return {
    name,
    match,
    dynamicMatch,
    controlInputs: inputs.flatMap((parts) => (parts.length === 3 && parts[2] ? [parts[2]] : [])),
    resourcesAggregator: aggregators.includes(aggregator) ? (aggregator as Aggregator) : undefined,
    useFromKubescapeVersion,
    useUntilKubescapeVersion,
  };
}

/** The largest rule of a release has 15 KB. */
const maxRegoLength = 256 * 1024;

function regoOf({ rule, resourceEnumerator, ruleLanguage, attributes }: ReleasedRule): ReleasedRego {
  const aggregator = attributes?.resourcesAggregator;
  if (ruleLanguage.toLowerCase() !== "rego") return { broken: `is written in ${ruleLanguage}, not in Rego` };
  if (aggregator && !aggregators.includes(aggregator)) return { broken: `needs ${aggregator}, which is not known` };
  if (rule.includes("cosign.")) return { broken: "asks registries for signatures, which scans do not" };
  if (rule.length + (resourceEnumerator ?? "").length > maxRegoLength) {
    return { broken: `has more than ${maxRegoLength / 1024} KiB of Rego` };
  }
  return { rule, enumerator: resourceEnumerator || undefined };
}

/** The first of each key. */
function distinct<T>(all: T[], keyOf: (one: T) => string): T[] {
  const seen = new Set<string>();
  return all.filter((one) => !seen.has(keyOf(one)) && seen.add(keyOf(one)));
}

/** Names come from artifacts on both sides: one called `constructor` must not find what every object has. */
function withoutPrototype(inputs: ControlInputs): ControlInputs {
  return Object.assign(Object.create(null) as ControlInputs, inputs);
}

import { z } from "zod";
import type { Library } from "../src/library/library.ts";
import type { FieldProblem } from "../src/library/read-definition.ts";

const Match = z.array(
  z.object({ apiGroups: z.array(z.string()), apiVersions: z.array(z.string()), resources: z.array(z.string()) }),
);
const names = z.array(z.string()).default([]);

/** Facts about the public rule library: which frameworks, controls and rules it has, and how they refer to each other. */
export const PublicFacts = z.object({
  frameworks: z.array(
    z.object({
      name: z.string(),
      version: z.string().optional(),
      typeTags: names,
      scanningScope: names,
      controls: z.array(z.string()),
      controlNames: z.record(z.string(), z.string()).default({}),
    }),
  ),
  controls: z.array(
    z.object({
      controlID: z.string(),
      name: z.string(),
      baseScore: z.number(),
      category: z.string().optional(),
      subCategory: z.string().optional(),
      controlTypeTags: names,
      scanningScope: names,
      actionRequired: z.string().optional(),
      rules: z.array(z.string()),
    }),
  ),
  rules: z.array(
    z.object({
      name: z.string(),
      match: Match.default([]),
      dynamicMatch: Match.default([]),
      controlConfigInputs: names,
      resourcesAggregator: z.string().optional(),
      useFromKubescapeVersion: z.string().optional(),
      useUntilKubescapeVersion: z.string().optional(),
    }),
  ),
});
type PublicFacts = z.infer<typeof PublicFacts>;

/** Where the library says something else than the public one about what both have. Controls of our own are left alone. */
export function drift(library: Library, facts: PublicFacts): FieldProblem[] {
  return [...controlDrift(library, facts), ...ruleDrift(library, facts), ...frameworkDrift(library, facts)];
}

/**
 * What a control says otherwise on purpose. The public rule for signatures asks registries, and fails every image that it
 * gets no answer about; ours asks nobody, so a failure is something for a person to look at.
 */
const onPurpose: Record<string, { actionRequired: string }> = { "C-0237": { actionRequired: "manual review" } };

function controlDrift(library: Library, facts: PublicFacts): FieldProblem[] {
  const known = new Map(facts.controls.map((control) => [control.controlID, control]));
  return library.controls.flatMap((control) => {
    const fact = known.get(control.id);
    if (!fact) return [];
    const wanted = { ...fact, typeTags: fact.controlTypeTags, ...onPurpose[control.id] };
    return compareFields(`controls/${control.id}.yaml`, control, wanted, [
      "name",
      "baseScore",
      "category",
      "subCategory",
      "typeTags",
      "scanningScope",
      "actionRequired",
      "rules",
    ]);
  });
}

function ruleDrift(library: Library, facts: PublicFacts): FieldProblem[] {
  return facts.rules.flatMap((fact) => {
    const rule = library.rules.get(fact.name);
    if (!rule) return [];
    const wanted = { ...fact, match: withoutEmpty(fact.match), controlInputs: fact.controlConfigInputs };
    return compareFields(`rules/${fact.name}/rule.yaml`, rule, wanted, [
      "match",
      "dynamicMatch",
      "controlInputs",
      "resourcesAggregator",
      "useFromKubescapeVersion",
      "useUntilKubescapeVersion",
    ]);
  });
}

/** A framework has the controls of the public one that the library has, in its order, and says whether some are missing. */
function frameworkDrift(library: Library, facts: PublicFacts): FieldProblem[] {
  const ids = new Set(library.controls.map(({ id }) => id));
  const ours = new Map(library.frameworks.map((framework) => [framework.name, framework]));
  return facts.frameworks.flatMap((fact) => {
    const file = `frameworks/${fact.name.toLowerCase()}.yaml`;
    const controls = fact.controls.filter((id) => ids.has(id));
    const framework = ours.get(fact.name);
    if (!framework) return controls.length === 0 ? [] : [{ file, field: [], message: "is missing" }];
    const controlNames = Object.fromEntries(Object.entries(fact.controlNames).filter(([id]) => ids.has(id)));
    const wanted = { ...fact, controls, controlNames, partial: controls.length < fact.controls.length };
    return compareFields(file, framework, wanted, [
      "version",
      "typeTags",
      "scanningScope",
      "controls",
      "controlNames",
      "partial",
    ]);
  });
}

function withoutEmpty(match: z.infer<typeof Match>): z.infer<typeof Match> {
  return match.filter(({ resources }) => resources.length > 0);
}

function compareFields<K extends string>(
  file: string,
  ours: Partial<Record<K, unknown>>,
  fact: Partial<Record<K, unknown>>,
  fields: K[],
): FieldProblem[] {
  return fields
    .filter((field) => sorted(ours[field]) !== sorted(fact[field]))
    .map((field) => ({
      file,
      field: [field],
      message: `is ${sorted(ours[field])}, in the public library ${sorted(fact[field])}`,
    }));
}

/** JSON with the keys of maps in order; lists keep theirs. */
function sorted(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

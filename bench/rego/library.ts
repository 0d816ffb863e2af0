import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Rule } from "@sortie/posture";
import { aggregate, readLibrary } from "@sortie/posture";
import { compile, type RegoModule } from "@sortie/rego";
import { clusterObjects } from "../../test/cluster-objects/cluster-objects.ts";
import type { ClusterObject } from "../../test/cluster-objects/object.ts";

/** Rules that are asked the same kind of question. */
export type Group = "object" | "join" | "plain-join" | "subject";

/** The control library as engines get it. */
export type BenchLibrary = {
  readonly modules: readonly RegoModule[];
  readonly data: unknown;
  /**
   * Names of rules: about single objects, about several that belong together, about subjects of RBAC bindings. Joins of
   * the library make their own indexes; plain joins, which are ours, are loops in loops, as most policies are written.
   */
  readonly rules: Readonly<Record<Group, readonly string[]>>;
};

export function benchLibrary(): BenchLibrary {
  const library = readLibrary(join(import.meta.dirname, "..", "..", "policies"));
  const verdicts = readFileSync(join(import.meta.dirname, "verdicts.rego"), "utf8");
  const rules = [...library.rules.values()];
  const policy = compile([...library.lib, ...rules.map(({ module }) => module)]);
  const joins = ({ name }: Rule): boolean =>
    policy.classify(`data.sortie.rules[${JSON.stringify(name)}].deny`).class === "input";
  const plain = plainJoins();
  return {
    modules: [
      ...library.lib,
      ...rules.map(({ module }) => module),
      ...plain,
      { name: "verdicts.rego", source: verdicts },
    ],
    data: { postureControlInputs: library.inputs, dataControlInputs: { cloudProvider: "" } },
    rules: {
      object: namesOf(rules, (rule) => !joins(rule) && rule.resourcesAggregator === undefined),
      join: namesOf(rules, joins),
      "plain-join": plain.map(({ name }) => `plain-join-${basename(name, ".rego")}`),
      subject: namesOf(rules, (rule) => rule.resourcesAggregator === "subject-role-rolebinding"),
    },
  };
}

function plainJoins(): RegoModule[] {
  const folder = join(import.meta.dirname, "plain-joins");
  return readdirSync(folder).map((name) => ({ name, source: readFileSync(join(folder, name), "utf8") }));
}

function namesOf(rules: readonly Rule[], isWanted: (rule: Rule) => boolean): string[] {
  return rules.filter(isWanted).map(({ name }) => name);
}

/** The input of a group's rules over a cluster of so many objects. */
export function inputOf(group: Group, objects: number): unknown[] {
  const list: ClusterObject[] = [...clusterObjects(objects)];
  return group === "subject" ? [...aggregate("subject-role-rolebinding", list)] : list;
}

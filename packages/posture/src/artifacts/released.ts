import { ControlInputs, ExceptionPolicies } from "@sortie/wire";
import { z } from "zod";

/**
 * Artifacts of Kubescape's rule library as it releases them (docs/reference/control-library.md, "Released artifacts"):
 * `frameworks`, `controls`, `rules`, `default_config_inputs`, `exceptions` and `attack_tracks`, each one JSON document.
 *
 * Written by: people and releases that are not ours, so everything has a size. Unknown fields are left alone: the library
 * has many that no verdict depends on. JSON written by Go has `null` where a list or text is empty.
 */
const shortText = z.string().max(1000);
const longText = z
  .string()
  .max(100_000)
  .nullish()
  .transform((given) => given ?? "");
const list = <T extends z.ZodType>(element: T, most: number) =>
  z
    .array(element)
    .max(most)
    .nullish()
    .transform((given) => given ?? []);
const name = z.string().min(1).max(500);
/** An attribute of another type is as good as none. */
const attribute = z.string().max(200).optional().catch(undefined);

const scope = z.object({ matches: list(shortText, 20) }).nullish();

/** Lists of text are few and short: their product is what is looked for in a cluster. */
const Match = z.object({
  apiGroups: list(shortText, 50),
  apiVersions: list(shortText, 50),
  resources: list(shortText, 200),
});

export const ReleasedRule = z.object({
  name,
  /** `Rego`, in any case; others are of another engine. */
  ruleLanguage: shortText.default("Rego"),
  match: list(Match, 100),
  dynamicMatch: list(Match, 100),
  /** `settings.postureControlInputs.<name>` */
  controlConfigInputs: list(z.object({ path: shortText }), 100),
  attributes: z
    .object({
      resourcesAggregator: attribute,
      useFromKubescapeVersion: attribute,
      useUntilKubescapeVersion: attribute,
    })
    .nullish(),
  rule: z.string(),
  /** Rego that answers with the objects the rule is about. */
  resourceEnumerator: z.string().nullish(),
});
export type ReleasedRule = z.infer<typeof ReleasedRule>;

const controlID = z.string().regex(/^C-\d{4}$/, "is not a control id such as C-0057");

export const ReleasedControl = z.object({
  controlID,
  name,
  description: longText,
  remediation: longText,
  baseScore: z.number().min(0).max(10),
  category: z.object({ name: shortText, subCategory: z.object({ name: shortText }).nullish() }).nullish(),
  attributes: z.object({ controlTypeTags: list(shortText, 50).catch([]), actionRequired: attribute }).nullish(),
  scanningScope: scope,
  references: list(z.string().max(2000), 100).catch([]),
  rulesNames: list(name, 200),
  /** The rules themselves, in a framework that is a file of its own. */
  rules: list(ReleasedRule, 200),
});
export type ReleasedControl = z.infer<typeof ReleasedControl>;

const frameworkFields = {
  name,
  version: shortText.nullish(),
  description: longText,
  typeTags: list(shortText, 50),
  scanningScope: scope,
};

/** A framework that names its controls. Their names may differ from those of the controls themselves. */
export const ReleasedFramework = z.object({
  ...frameworkFields,
  controls: list(z.object({ controlID, name }), 2000),
});
export type ReleasedFramework = z.infer<typeof ReleasedFramework>;

/** A framework with everything that belongs to it. */
export const EmbeddedFramework = z.object({ ...frameworkFields, controls: list(ReleasedControl, 2000) });

/** Control inputs alone, below `postureControlInputs`, or with a customer's other settings around them. */
export const ReleasedInputs = z.preprocess((given) => {
  const { settings = given } = (given ?? {}) as { settings?: unknown };
  const { postureControlInputs = settings } = (settings ?? {}) as { postureControlInputs?: unknown };
  return postureControlInputs;
}, ControlInputs);

export const ReleasedExceptions = ExceptionPolicies.max(20_000);

/** What leads to what in an attack. No verdict depends on it; a set that has it damaged is damaged, though. */
export const AttackTracks = z
  .array(z.object({ kind: z.literal("AttackTrack"), metadata: z.object({ name }), spec: z.looseObject({}) }))
  .max(500);

/** What a scan takes from a set of artifacts. */
export type ReleasedSet = {
  frameworks: ReleasedFramework[];
  controls: ReleasedControl[];
  rules: ReleasedRule[];
  /** Absent: the set has none. */
  inputs: ControlInputs | undefined;
  exceptions: ExceptionPolicies | undefined;
};

import { suggest } from "@sortie/process/suggest";

/**
 * A field that posture exception policies do not have, and one that is missing and was probably meant. `index` is the
 * policy's place among those that were given, `field` the way from the policy to the field.
 */
export type UnknownField = { policy: string; index: number; field: string; missing: string | undefined };

/** Fields that say what is accepted, and those that a scan has no use for. */
type Fields = { narrowing: readonly string[]; others: readonly string[] };

/** `PostureExceptionPolicy` and `PosturePolicy` of github.com/armosec/armoapi-go, which Kubescape reads and its service exports. */
const ofPolicy: Fields = {
  narrowing: ["posturePolicies", "resources", "objectSelector", "expirationDate"],
  others: ["name", "policyType", "actions", "reason", "guid", "attributes", "creationTime", "updatedTime", "createdBy"],
};
const ofEntry: Fields = {
  narrowing: ["frameworkName", "controlID", "controlName", "ruleName"],
  others: ["severityScore", "baseScore"],
};

/** Fields have short names; to compare a long text with all of them takes long. */
const comparedLength = 40;

/** As they were given: what is absent there is empty in what is read of them. */
type Given = { name: string; policyType?: unknown; posturePolicies?: readonly object[] | null | undefined };

/**
 * The unknown fields of policies that `ExceptionPolicies` has found to be of their shape. One that says which findings are
 * meant, under another name, would otherwise accept all.
 */
export function unknownFields(policies: readonly Given[]): UnknownField[] {
  return policies.flatMap((policy, index) => {
    if ((policy.policyType ?? "postureExceptionPolicy") !== "postureExceptionPolicy") return [];
    const entries = [...(policy.posturePolicies ?? []).entries()];
    const own = unknownOf(policy, ofPolicy).map((one) =>
      // Whatever it is called: without it the policy is about everything that its resources have.
      "posturePolicies" in policy ? one : { ...one, missing: one.missing ?? "posturePolicies" },
    );
    const ofEntries = entries.flatMap(([at, entry]) =>
      unknownOf(entry, ofEntry).map((one) => ({ ...one, field: `posturePolicies.${at}.${one.field}` })),
    );
    return [...own, ...ofEntries].map((one) => ({ policy: policy.name, index, ...one }));
  });
}

/** Names that begin with a line are nobody's fields: `_id` of a database, `_comment` of a person. */
function unknownOf(given: object, { narrowing, others }: Fields): Pick<UnknownField, "field" | "missing">[] {
  const missing = narrowing.filter((name) => !(name in given));
  return Object.keys(given)
    .filter((name) => !narrowing.includes(name) && !isOne(name, others) && !name.startsWith("_"))
    .map((name) => name.slice(0, comparedLength))
    .map((field) => ({ field, missing: suggest(field, missing) }));
}

/** Kubescape's decoder is Go's, which has no regard to case. */
function isOne(name: string, fields: readonly string[]): boolean {
  return fields.some((field) => field.toLowerCase() === name.toLowerCase());
}

export function describeMisspelt(policy: string, { field, missing }: UnknownField): string {
  return `${policy}: ${field}: there is no such field, and ${missing} is missing`;
}

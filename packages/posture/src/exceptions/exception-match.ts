import type { LabelSelector, SecurityException } from "@sortie/wire";
import type { Described, Designator } from "./designator.ts";
import { isEmpty, selects } from "./label-selector.ts";
import { isPattern, type Pattern, pattern } from "./pattern.ts";

/** Labels of a cluster's namespaces, by their names. */
export type NamespaceLabels = ReadonlyMap<string, Record<string, string>>;

type Match = SecurityException["spec"]["match"];
type Resource = NonNullable<Match["resources"]>[number];
type Condition = (object: Described) => boolean;

/** A match that cannot be used. The message names the field. */
export class MatchError extends Error {
  override name = "MatchError";
}

/**
 * Which objects a SecurityException is about, within its namespace, or a ClusterSecurityException: all that `match` has must
 * fit, so one that has nothing is about everything there.
 *
 * @param namespaces undefined: they cannot be read.
 * @throws MatchError rather than leaving out what would narrow it.
 */
export function matchedObjects(
  { kind, metadata, spec: { match } }: SecurityException,
  namespaces: NamespaceLabels | undefined,
): Designator[] {
  const { namespaceSelector, objectSelector, resources } = match;
  const namespace = kind === "SecurityException" ? ownNamespace(metadata.namespace) : undefined;
  if (namespace !== undefined && namespaceSelector !== undefined) {
    throw new MatchError("spec.match.namespaceSelector: only a ClusterSecurityException has it");
  }
  const common: Condition[] = [];
  if (namespace !== undefined) common.push((object) => object.namespace === namespace);
  if (namespaceSelector !== undefined) common.push(inNamespaces(namespaceSelector, namespaces));
  const isByLabel = objectSelector !== undefined && !isEmpty(objectSelector);
  if (isByLabel) common.push((object) => hasLabels(object, objectSelector));
  const reads = isByLabel ? ["labels"] : [];
  return (resources ?? [undefined]).map((resource, index) => {
    const conditions =
      resource === undefined ? common : [...common, ...named(resource, `spec.match.resources.${index}`)];
    return { kind: resource?.kind, namespace, fits: (object) => conditions.every((fits) => fits(object)), reads };
  });
}

/** The same objects, as far as the labels of each are selected. */
export function selectedByLabel(about: Designator, selector: LabelSelector | null | undefined): Designator {
  if (!selector || isEmpty(selector)) return about;
  const fits: Designator["fits"] = (object, clusterName) =>
    hasLabels(object, selector) && about.fits(object, clusterName);
  return { ...about, fits, reads: [...about.reads, "labels"] };
}

function ownNamespace(namespace: string | undefined): string {
  if (!namespace) throw new MatchError("metadata.namespace: a SecurityException has one");
  return namespace;
}

/** No namespace fits objects that have none. A Namespace itself is in the namespace of its name. */
function inNamespaces(selector: NonNullable<Match["namespaceSelector"]>, namespaces: NamespaceLabels | undefined) {
  if (namespaces === undefined) throw new MatchError("spec.match.namespaceSelector: namespaces cannot be listed");
  const selected = new Set([...namespaces].flatMap(([name, labels]) => (selects(selector, labels) ? [name] : [])));
  return ({ namespace }: Described) => selected.has(namespace);
}

/** What has no labels at all, such as a user, is not selected by their absence. */
function hasLabels({ labels }: Described, selector: LabelSelector): boolean {
  const own = labels();
  return own !== undefined && selects(selector, own);
}

function named({ apiGroup, kind, name }: Resource, path: string): Condition[] {
  const conditions: Condition[] = [];
  const add = (field: string, text: string | undefined, textOf: (object: Described) => string) => {
    if (text === undefined || text === "*") return;
    const fits = nameOrPattern(`${path}.${field}`, text);
    conditions.push((object) => fits(textOf(object)));
  };
  add("apiGroup", apiGroup, (object) => object.apiGroup);
  add("kind", kind, (object) => object.kind);
  add("name", name, (object) => object.name);
  return conditions;
}

/** Dots are part of names, so a name is compared as it is; what no object can be called is a pattern. */
function nameOrPattern(field: string, text: string): Pattern {
  if (/^[\w.:@-]*$/.test(text)) return (name) => name === text;
  if (!isPattern(text)) throw new MatchError(`${field}: "${text.slice(0, 100)}" is neither a name nor a pattern`);
  return pattern(text);
}

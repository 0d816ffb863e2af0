import type { ScannedResource } from "../identity/scanned-resource.ts";
import { describeObject } from "./describe-object.ts";
import type { Described, Designator } from "./designator.ts";
import type { Exception } from "./exception.ts";
import { isLiteral } from "./pattern.ts";

/** The exceptions that are about an object, whatever they accept of it. */
export type ExceptionsOf = {
  (object: object, resource: ScannedResource): readonly Exception[];
  /** The names of fields by which they tell objects apart, besides what names an object. */
  readonly reads?: ReadonlySet<string>;
};

const none: readonly Exception[] = [];

/**
 * Finds exceptions by the kind and the namespace of the object first: there are hundreds of designators, almost all of them
 * name both, and every object of a cluster is looked up. Exceptions with the same list of designators are found together:
 * people may write a thousand controls beside a thousand resources.
 */
export function exceptionsFor(exceptions: Exception[], clusterName: string): ExceptionsOf {
  const alike = Map.groupBy(exceptions, ({ designators }) => designators);
  const all = [...alike].flatMap(([designators, group]) => designators.map((designates) => ({ designates, group })));
  const byPlace = Map.groupBy(all, ({ designates }) => placeOf(designates));
  const found = (part: Described) =>
    placesAround(part).flatMap((place) =>
      (byPlace.get(place) ?? [])
        .filter(({ designates }) => designates.fits(part, clusterName))
        .map(({ group }) => group),
    );
  const exceptionsOf = (object: object, resource: ScannedResource) => {
    const [first = none, ...others] = new Set(describeObject(object, resource).flatMap(found));
    if (others.length === 0) return first;
    const accepted = new Set([first, ...others].flat());
    return exceptions.filter((exception) => accepted.has(exception));
  };
  const reads = new Set([...alike.keys()].flatMap((designators) => designators.flatMap(({ reads: fields }) => fields)));
  return Object.assign(exceptionsOf, { reads });
}

/** The one kind and the one namespace that a designator fits, where it may not be several. */
function placeOf({ kind, namespace }: Designator): string {
  return `${literal(kind)}/${literal(namespace)}`;
}

/** Of all designators that can fit an object. */
function placesAround({ kind, namespace }: Described): string[] {
  return [`${kind}/${namespace}`, `${kind}/`, `/${namespace}`, "/"];
}

function literal(given: string | undefined): string {
  return given !== undefined && isLiteral(given) ? given : "";
}

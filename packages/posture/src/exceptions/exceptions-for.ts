import type { ScannedResource } from "../identity/scanned-resource.ts";
import { describeObject } from "./describe-object.ts";
import { type Described, designator, fieldsReadBy } from "./designator.ts";
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
 * name both, and every object of a cluster is looked up.
 */
export function exceptionsFor(exceptions: Exception[], clusterName: string): ExceptionsOf {
  const all = exceptions.flatMap((exception) =>
    exception.designators.map((given) => ({ exception, designates: designator(given), place: placeOf(given) })),
  );
  const byPlace = Map.groupBy(all, ({ place }) => place);
  const found = (part: Described) =>
    placesAround(part).flatMap((place) =>
      (byPlace.get(place) ?? [])
        .filter(({ designates }) => designates(part, clusterName))
        .map(({ exception }) => exception),
    );
  const exceptionsOf = (object: object, resource: ScannedResource) => {
    const accepted = new Set(describeObject(object, resource).flatMap(found));
    return accepted.size === 0 ? none : exceptions.filter((exception) => accepted.has(exception));
  };
  const reads = new Set(exceptions.flatMap(({ designators }) => designators.flatMap(fieldsReadBy)));
  return Object.assign(exceptionsOf, { reads });
}

/** The one kind and the one namespace that a designator fits, where it may not be several. */
function placeOf({ kind, namespace }: Record<string, string>): string {
  return `${literal(kind)}/${literal(namespace)}`;
}

/** Of all designators that can fit an object. */
function placesAround({ kind, namespace }: Described): string[] {
  return [`${kind}/${namespace}`, `${kind}/`, `/${namespace}`, "/"];
}

function literal(given: string | undefined): string {
  return given !== undefined && isLiteral(given) ? given : "";
}

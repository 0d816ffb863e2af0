import type { ScannedResource } from "../identity/scanned-resource.ts";
import { describeObject } from "./describe-object.ts";
import { type Described, type Designator, designator } from "./designator.ts";
import type { Exception } from "./exception.ts";
import { isLiteral } from "./pattern.ts";

/** The exceptions that are about an object, whatever they accept of it. */
export type ExceptionsOf = (object: object, resource: ScannedResource) => readonly Exception[];

type Designated = { exception: Exception; designates: Designator };

const none: readonly Exception[] = [];

/**
 * Finds exceptions by the kind of the object first: there are hundreds of designators, almost all of them name one, and
 * every object of a cluster is looked up.
 */
export function exceptionsFor(exceptions: Exception[], clusterName: string): ExceptionsOf {
  const all = exceptions.flatMap((exception) =>
    exception.designators.map((given) => ({ exception, designates: designator(given), kind: literalKind(given) })),
  );
  const byKind = Map.groupBy(all, ({ kind }) => kind);
  const found = (part: Described) =>
    [...(byKind.get(part.kind) ?? []), ...(byKind.get(undefined) ?? [])]
      .filter(({ designates }: Designated) => designates(part, clusterName))
      .map(({ exception }) => exception);
  return (object, resource) => {
    const accepted = new Set(describeObject(object, resource).flatMap(found));
    return accepted.size === 0 ? none : exceptions.filter((exception) => accepted.has(exception));
  };
}

/** The one kind that a designator fits; `undefined` when it may be several. */
function literalKind({ kind }: Record<string, string>): string | undefined {
  return kind !== undefined && kind !== "" && isLiteral(kind) ? kind : undefined;
}

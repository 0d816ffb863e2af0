import type { TraceEvent } from "../runtime/tracer.ts";

/** Events of interest, each after the queries and rules that lead to it. */
export function withLineage(events: readonly TraceEvent[], isOfInterest: (event: TraceEvent) => boolean): TraceEvent[] {
  const kept: TraceEvent[] = [];
  let entered = new Map<number, TraceEvent>();
  for (const event of events) {
    if (isOfInterest(event)) {
      kept.push(...lineage(event, entered), event);
      entered = new Map();
    }
    if (event.operation === "Enter") entered.set(event.query, event);
  }
  return kept;
}

/** Outermost first. */
function lineage({ query }: TraceEvent, entered: ReadonlyMap<number, TraceEvent>): TraceEvent[] {
  const path: TraceEvent[] = [];
  let at = entered.get(query);
  while (at !== undefined) {
    path.push(at);
    at = at.parent === at.query ? undefined : entered.get(at.parent);
  }
  return path.toReversed();
}

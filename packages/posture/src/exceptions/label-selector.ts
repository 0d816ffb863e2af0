import type { LabelSelector } from "@sortie/wire";

/** Whether labels fit a selector, as Kubernetes compares them: what is not there is in no list of values. */
export function selects({ matchLabels, matchExpressions }: LabelSelector, labels: Record<string, unknown>): boolean {
  const held = (key: string) => (Object.hasOwn(labels, key) ? labels[key] : undefined);
  return (
    Object.entries(matchLabels).every(([key, value]) => held(key) === value) &&
    matchExpressions.every(({ key, operator, values }) => {
      const value = held(key);
      if (operator === "Exists") return value !== undefined;
      if (operator === "DoesNotExist") return value === undefined;
      return values.some((one) => one === value) === (operator === "In");
    })
  );
}

/** A selector that asks for nothing, which says nothing about an object. */
export function isEmpty({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return Object.keys(matchLabels).length + matchExpressions.length === 0;
}

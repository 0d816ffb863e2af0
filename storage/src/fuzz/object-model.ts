import { isDeepStrictEqual } from "node:util";
import { keyOf, type Target } from "./target.ts";

/** An object as the server answers with it. */
export type Shown = {
  metadata: { name: string; uid: string; resourceVersion: string; [field: string]: unknown };
  [field: string]: unknown;
};

/** What the server should hold, by what it has answered. Every judgement is what is wrong, `undefined` for nothing. */
export type ObjectModel = {
  get(target: Target): Shown | undefined;
  wrote(target: Target, answer: Shown): string | undefined;
  removed(target: Target): undefined;
  /** Forgets what it knows about objects of a kind and namespace, and takes these instead. */
  replace(target: Target, items: readonly Shown[]): void;
  read(target: Target, answer: Shown): string | undefined;
  listed(target: Target, items: readonly Shown[]): string | undefined;
};

type Known = { target: Target; shown: Shown };

export function createObjectModel(): ObjectModel {
  const objects = new Map<string, Known>();
  const of = ({ kind, namespace }: Target) =>
    [...objects.values()].filter(({ target }) => target.kind === kind && target.namespace === namespace);

  return {
    get: (target) => objects.get(keyOf(target))?.shown,
    wrote: (target, answer) => {
      const before = objects.get(keyOf(target))?.shown;
      objects.set(keyOf(target), { target, shown: answer });
      if (answer.metadata.name !== target.name) return `answers with the name ${answer.metadata.name}`;
      return before && changeProblem(before, answer);
    },
    removed: (target) => {
      objects.delete(keyOf(target));
      return undefined;
    },
    replace: (target, items) => {
      for (const known of of(target)) objects.delete(keyOf(known.target));
      for (const shown of items) {
        const each = { ...target, name: shown.metadata.name };
        objects.set(keyOf(each), { target: each, shown });
      }
    },
    read: (target, answer) =>
      isDeepStrictEqual(objects.get(keyOf(target))?.shown, answer) ? undefined : "is not what was written last",
    listed: (target, items) => {
      const expected = of(target).map(({ shown }) => stateOf(shown));
      const found = items.map(stateOf);
      if (isDeepStrictEqual(found.toSorted(), expected.toSorted())) return undefined;
      return `lists ${JSON.stringify(found)} and not ${JSON.stringify(expected)}`;
    },
  };
}

function stateOf({ metadata }: Shown): string {
  return `${metadata.name} ${metadata.resourceVersion}`;
}

function changeProblem(before: Shown, after: Shown): string | undefined {
  if (after.metadata.uid !== before.metadata.uid) return "has another uid";
  const [was, is] = [Number(before.metadata.resourceVersion), Number(after.metadata.resourceVersion)];
  if (is < was) return "has an older resourceVersion";
  if (is === was) return isDeepStrictEqual(before, after) ? undefined : "has changed under one resourceVersion";
  return isDeepStrictEqual(withoutVersion(before), withoutVersion(after)) ? "has changed in nothing" : undefined;
}

function withoutVersion(shown: Shown): Shown {
  return { ...shown, metadata: { ...shown.metadata, resourceVersion: "" } };
}

import type { RulePath } from "@sortie/wire";
import type { Answer } from "../src/evaluate/answer.ts";
import { scannedResource } from "../src/identity/scanned-resource.ts";
import type { ExpectedAnswer } from "./oracle-case.ts";

/**
 * What a report says about each failed resource, by resource ID: one text for each path, fix or related path. Order and
 * repetition are gone. Two lists of answers agree when their entries are equal.
 */
export type Entries = Map<string, Set<string>>;

/** The entries of what a rule answered. */
export function entriesOfAnswers(answers: Answer[]): Entries {
  return gather(
    answers.map((answer) => ({
      ids: answer.objects.flatMap((object) => scannedResource(object)?.id ?? []),
      paths: answer.paths.map(pathEntry),
      related: answer.related.flatMap(({ object, paths }) => {
        const id = scannedResource(object)?.id;
        return id === undefined ? [] : [{ id, paths: paths.map(pathEntry) }];
      }),
    })),
  );
}

/** The entries of recorded answers. */
export function entriesOfExpected(answers: ExpectedAnswer[]): Entries {
  return gather(
    answers.map(({ alertObject, relatedObjects, ...paths }) => ({
      ids: [
        ...(alertObject.k8sApiObjects ?? []),
        ...(alertObject.externalObjects ? [alertObject.externalObjects] : []),
      ].map(({ id }) => id),
      paths: expectedPaths(paths),
      related: relatedObjects.map(({ object, ...own }) => ({ id: object.id, paths: expectedPaths(own) })),
    })),
  );
}

/** Lines `- entry` (recorded, not answered) and `+ entry` (answered, not recorded); none when both agree. */
export function differences(recorded: Entries, answered: Entries): string[] {
  const rest = new Map(answered);
  const lines: string[] = [];
  for (const [id, entries] of recorded) {
    const match = [...rest.keys()].find((other) => sameId(id, other));
    const others = match === undefined ? undefined : rest.get(match);
    if (match !== undefined) rest.delete(match);
    if (!others) lines.push(`- ${id}`);
    lines.push(...missing(entries, others).map((entry) => `- ${id} ${entry}`));
    lines.push(...missing(others ?? new Set(), entries).map((entry) => `+ ${id} ${entry}`));
  }
  for (const [id, entries] of rest) lines.push(`+ ${id}`, ...[...entries].map((entry) => `+ ${id} ${entry}`));
  return lines;
}

type Gathered = { ids: string[]; paths: string[]; related: { id: string; paths: string[] }[] };

function gather(answers: Gathered[]): Entries {
  const entries: Entries = new Map();
  for (const { ids, paths, related } of answers) {
    for (const id of ids) {
      const own = entries.get(id) ?? new Set();
      entries.set(id, own);
      for (const path of paths) own.add(path);
      for (const other of related) {
        own.add(`related ${other.id}`);
        for (const path of other.paths) own.add(`related ${other.id} ${path}`);
      }
    }
  }
  return entries;
}

/** Each path says one thing. What says nothing else is a failed path, which a rule may leave empty. */
function pathEntry(path: RulePath): string {
  if (path.deletePath !== undefined) return `delete ${path.deletePath}`;
  if (path.reviewPath !== undefined) return `review ${path.reviewPath}`;
  if (path.fixCommand !== "") return "fix command";
  if (path.fixPath !== "" || path.fixPathValue !== "") return `fix ${path.fixPath} = ${path.fixPathValue}`;
  return `failed ${path.failedPath}`;
}

function expectedPaths(
  paths: Pick<ExpectedAnswer, "failedPaths" | "deletePaths" | "reviewPaths" | "fixPaths" | "fixCommand">,
) {
  return [
    ...paths.failedPaths.map((path) => `failed ${path}`),
    ...paths.deletePaths.map((path) => `delete ${path}`),
    ...paths.reviewPaths.map((path) => `review ${path}`),
    ...paths.fixPaths.map(({ path, value }) => `fix ${path} = ${value}`),
    ...(paths.fixCommand ? ["fix command"] : []),
  ];
}

/** A recorded segment `*` stands for any: recordings lack some namespaces. */
function sameId(recorded: string, answered: string): boolean {
  if (recorded === answered) return true;
  if (!recorded.includes("*")) return false;
  const [left, right] = [recorded.split("/"), answered.split("/")];
  return left.length === right.length && left.every((segment, index) => segment === "*" || segment === right[index]);
}

function missing(wanted: Set<string>, present: Set<string> | undefined): string[] {
  return [...wanted].filter((entry) => !present?.has(entry));
}

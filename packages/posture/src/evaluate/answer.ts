import type { RulePath } from "@sortie/wire";
import { deletePath, failedPath, fix, fixCommand as fixedBy, reviewPath } from "./known-paths.ts";

/** What a rule answers about some objects: that they fail, where, and what else plays a part. */
export type Answer = { objects: readonly unknown[]; paths: RulePath[]; related: readonly Related[] };
type Related = { object: unknown; paths: RulePath[] };

/** The answer does not have the shape of docs/reference/posture-results.md, "What a rule answers". */
export class AnswerError extends Error {
  override name = "AnswerError";
}

type Fields = Record<string, unknown>;

/**
 * Reads the value of a rule's `deny`. Field names are compared without regard to case, because published rules spell
 * them in several ways (`k8SApiObjects`).
 *
 * @throws AnswerError when a list is not a list, or a path not a string.
 */
export function readAnswers(value: unknown): Answer[] {
  return list(value, "deny").map(readAnswer);
}

function readAnswer(one: unknown): Answer {
  const fields = fieldsOf(one, "an element of deny");
  const alert = fields.alertObject === undefined ? {} : fieldsOf(fields.alertObject, "alertObject");
  const own = list(alert.k8sApiObjects, "k8sApiObjects");
  const others = external(alert.externalObjects);
  const related = list(fields.relatedObjects, "relatedObjects");
  return {
    objects: others.length === 0 ? own : [...own, ...others],
    paths: readPaths(fields),
    related: related.length === 0 ? noneRelated : related.map(readRelated),
  };
}

const noneRelated: readonly Related[] = [];

function readRelated(one: unknown): Related {
  const fields = fieldsOf(one, "an element of relatedObjects");
  return { object: fields.object, paths: readPaths(fields) };
}

/**
 * Reads the value of a rule's `considered`: the objects that it is about, where these are not all it was given.
 *
 * @throws AnswerError when it is no list.
 */
export function readConsidered(value: unknown): readonly unknown[] | undefined {
  return value === undefined ? undefined : list(value, "considered");
}

/** One entry for each thing that is said. A path to delete or to review is usually a failed path too: that is two. */
function readPaths({ failedPaths, deletePaths, reviewPaths, fixPaths, fixCommand }: Fields): RulePath[] {
  const paths: RulePath[] = [];
  addPaths(paths, failedPaths, "failedPath", failedPath);
  addPaths(paths, deletePaths, "deletePath", deletePath);
  addPaths(paths, reviewPaths, "reviewPath", reviewPath);
  for (const one of list(fixPaths, "fixPaths")) {
    const { path, value } = fieldsOf(one, "an element of fixPaths");
    paths.push(fix(text(path, "fixPath"), text(value, "fixPath's value")));
  }
  if (fixCommand) paths.push(fixedBy(text(fixCommand, "fixCommand")));
  return paths;
}

function addPaths(paths: RulePath[], given: unknown, what: string, make: (path: string) => RulePath): void {
  if (given === undefined) return;
  const texts = list(given, `${what}s`);
  for (let at = 0; at < texts.length; at += 1) paths.push(make(text(texts[at], what)));
}

function external(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return none;
  return Object.keys(fieldsOf(value, "externalObjects")).length === 0 ? none : [value];
}

/** The fields of an object by the names that are used here: mostly the object itself. */
function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new AnswerError(`${what} is no object`);
  const fields = value as Fields;
  for (const name in fields) if (usualName(name) !== name) return inUsualNames(fields);
  return fields;
}

function inUsualNames(given: Fields): Fields {
  const fields: Fields = {};
  for (const name of Object.keys(given)) fields[usualName(name)] = given[name];
  return fields;
}

const namesOfAlerts = ["alertObject", "k8sApiObjects", "externalObjects", "relatedObjects", "object"];
const namesOfPaths = ["failedPaths", "deletePaths", "reviewPaths", "fixPaths", "path", "value", "fixCommand"];
const usualNames = new Map([...namesOfAlerts, ...namesOfPaths].map((name) => [name.toLowerCase(), name]));

/** Rules have a few dozen names for the fields of all their answers. */
const knownNames = new Map<string, string>();
const mostNames = 1000;

function usualName(name: string): string {
  const known = knownNames.get(name);
  if (known !== undefined) return known;
  const usual = usualNames.get(name.toLowerCase()) ?? name;
  if (knownNames.size < mostNames) knownNames.set(name, usual);
  return usual;
}

const none: readonly unknown[] = [];

function list(value: unknown, what: string): readonly unknown[] {
  if (value === undefined || value === null) return none;
  if (!Array.isArray(value)) throw new AnswerError(`${what} is no list`);
  return value as unknown[];
}

function text(value: unknown, what: string): string {
  if (typeof value !== "string") throw new AnswerError(`a ${what} is no string`);
  return value;
}

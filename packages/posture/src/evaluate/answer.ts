import type { RulePath } from "@sortie/wire";
import { deletePath, failedPath, fix, fixCommand, reviewPath } from "./known-paths.ts";

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
  if (value === undefined) return [];
  return list(value, "deny").map((one) => {
    const fields = fieldsOf(one, "an element of deny");
    const alert = fields.alertobject === undefined ? {} : fieldsOf(fields.alertobject, "alertObject");
    const own = list(alert.k8sapiobjects, "k8sApiObjects");
    const others = external(alert.externalobjects);
    return {
      objects: others.length === 0 ? own : [...own, ...others],
      paths: readPaths(fields),
      related: list(fields.relatedobjects, "relatedObjects").map((related) => {
        const relatedFields = fieldsOf(related, "an element of relatedObjects");
        return { object: relatedFields.object, paths: readPaths(relatedFields) };
      }),
    };
  });
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
function readPaths(fields: Fields): RulePath[] {
  const paths: RulePath[] = [];
  for (const path of list(fields.failedpaths, "failedPaths")) paths.push(failedPath(text(path, "a failedPath")));
  for (const path of list(fields.deletepaths, "deletePaths")) paths.push(deletePath(text(path, "a deletePath")));
  for (const path of list(fields.reviewpaths, "reviewPaths")) paths.push(reviewPath(text(path, "a reviewPath")));
  for (const one of list(fields.fixpaths, "fixPaths")) {
    const { path, value } = fieldsOf(one, "an element of fixPaths");
    paths.push(fix(text(path, "a fixPath"), text(value, "a fixPath's value")));
  }
  if (fields.fixcommand) paths.push(fixCommand(text(fields.fixcommand, "fixCommand")));
  return paths;
}

function external(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return none;
  return Object.keys(fieldsOf(value, "externalObjects")).length === 0 ? none : [value];
}

function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new AnswerError(`${what} is no object`);
  const given = value as Fields;
  const fields: Fields = {};
  for (const name of Object.keys(given)) fields[inLowerCase(name)] = given[name];
  return fields;
}

/** Rules have a few dozen names for the fields of all their answers. */
const lowerCase = new Map<string, string>();
const mostNames = 1000;

function inLowerCase(name: string): string {
  const known = lowerCase.get(name);
  if (known !== undefined) return known;
  const made = name.toLowerCase();
  if (lowerCase.size < mostNames) lowerCase.set(name, made);
  return made;
}

const none: readonly unknown[] = [];

function list(value: unknown, what: string): readonly unknown[] {
  if (value === undefined || value === null) return none;
  if (!Array.isArray(value)) throw new AnswerError(`${what} is no list`);
  return value as unknown[];
}

function text(value: unknown, what: string): string {
  if (typeof value !== "string") throw new AnswerError(`${what} is no string`);
  return value;
}

import type { RulePath } from "@sortie/wire";

/** What a rule answers about some objects: that they fail, where, and what else plays a part. */
export type Answer = { objects: unknown[]; paths: RulePath[]; related: { object: unknown; paths: RulePath[] }[] };

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
    return {
      objects: [...list(alert.k8sapiobjects, "k8sApiObjects"), ...external(alert.externalobjects)],
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
export function readConsidered(value: unknown): unknown[] | undefined {
  return value === undefined ? undefined : list(value, "considered");
}

/** One entry for each thing that is said. A path to delete or to review is usually a failed path too: that is two. */
function readPaths(fields: Fields): RulePath[] {
  return [
    ...strings(fields.failedpaths, "failedPaths").map((failedPath) => ({ ...noPath, failedPath })),
    ...strings(fields.deletepaths, "deletePaths").map((deletePath) => ({ ...noPath, deletePath })),
    ...strings(fields.reviewpaths, "reviewPaths").map((reviewPath) => ({ ...noPath, reviewPath })),
    ...list(fields.fixpaths, "fixPaths").map((one) => {
      const { path, value } = fieldsOf(one, "an element of fixPaths");
      return { ...noPath, fixPath: text(path, "a fixPath"), fixPathValue: text(value, "a fixPath's value") };
    }),
    ...(fields.fixcommand ? [{ ...noPath, fixCommand: text(fields.fixcommand, "fixCommand") }] : []),
  ];
}

const noPath: RulePath = { failedPath: "", fixPath: "", fixPathValue: "", fixCommand: "" };

function external(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Object.keys(fieldsOf(value, "externalObjects")).length === 0 ? [] : [value];
}

function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new AnswerError(`${what} is no object`);
  const fields: Fields = {};
  for (const [name, field] of Object.entries(value)) fields[name.toLowerCase()] = field;
  return fields;
}

function strings(value: unknown, what: string): string[] {
  return list(value, what).map((one) => text(one, `an element of ${what}`));
}

function list(value: unknown, what: string): unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new AnswerError(`${what} is no list`);
  return value;
}

function text(value: unknown, what: string): string {
  if (typeof value !== "string") throw new AnswerError(`${what} is no string`);
  return value;
}

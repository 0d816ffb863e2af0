import type { Metadata } from "../meta/metadata.ts";
import { badRequest } from "../meta/status.ts";
import { parseLabelSelector } from "./label-selector.ts";

/** Which objects a list, watch or deletion is about. Field selectors know `metadata.name` and `metadata.namespace`. */
export type Selector = {
  /** Nothing is left out, so objects need not be parsed to know. */
  selectsAll: boolean;
  matches(metadata: Metadata): boolean;
  /** The only name that can match, if there is one: it is part of what a user may be allowed. */
  name: string | undefined;
  /** Equal for selectors that match the same. */
  text: string;
};

/** @throws StatusError 400 for what is no selector. */
export function parseSelector(labelSelector: string, fieldSelector: string): Selector {
  const labelTests = parseLabelSelector(labelSelector);
  const fields = fieldTerms(fieldSelector).map(fieldRequirement);
  return {
    selectsAll: labelTests.length === 0 && fields.length === 0,
    matches: (metadata) =>
      labelTests.every((test) => test(metadata.labels ?? {})) &&
      fields.every(({ field, equal, value }) => ((metadata[field] ?? "") === value) === equal),
    name: fields.find(({ field, equal }) => field === "name" && equal)?.value,
    text: `${labelSelector};${fieldSelector}`,
  };
}

/** Between commas; one behind a backslash belongs to its value, as in Kubernetes' `fields.ParseSelector`. */
function fieldTerms(text: string): string[] {
  return (text.match(/(?:\\.|[^,\\])+|\\$/g) ?? []).filter((term) => term !== "");
}

function fieldRequirement(text: string): { field: "name" | "namespace"; equal: boolean; value: string } {
  const [, left = "", operator, right = ""] = /^(.*?)(!=|==|=)(.*)$/.exec(text) ?? [];
  if (!operator) throw badRequest(`invalid selector: '${text}'; can't understand '${text}'`);
  if (left !== "metadata.name" && left !== "metadata.namespace") throw badRequest(`field label not supported: ${left}`);
  return { field: left === "metadata.name" ? "name" : "namespace", equal: operator !== "!=", value: unescaped(right) };
}

function unescaped(value: string): string {
  const plain = value.replace(/\\[\\,=]/g, "");
  const [wrong] = /\\.?/.exec(plain) ?? [];
  if (wrong !== undefined) throw badRequest(`invalid field selector: invalid escape sequence: ${wrong}`);
  if (plain.includes("=")) throw badRequest("invalid field selector: unescaped character in value: 61");
  return value.replace(/\\([\\,=])/g, "$1");
}

import { badRequest } from "../api/status.ts";
import type { Metadata } from "./metadata.ts";

type Test = (labels: Record<string, string>) => boolean;

/** Which objects a list, watch or deletion is about. Field selectors know `metadata.name` and `metadata.namespace`. */
export type Selector = {
  /** Nothing is left out, so objects need not be parsed to know. */
  selectsAll: boolean;
  matches(metadata: Metadata): boolean;
  /** The only name that can match, if there is one: it is part of what a user may be allowed. */
  name: string | undefined;
};

/** @throws StatusError 400 for what is no selector. */
export function parseSelector(labelSelector: string, fieldSelector: string): Selector {
  const labelTests = splitRequirements(labelSelector).map(labelTest);
  const fields = splitRequirements(fieldSelector).map(fieldRequirement);
  return {
    selectsAll: labelTests.length === 0 && fields.length === 0,
    matches: (metadata) =>
      labelTests.every((test) => test(metadata.labels ?? {})) &&
      fields.every(({ field, equal, value }) => ((metadata[field] ?? "") === value) === equal),
    name: fields.find(({ field, equal }) => field === "name" && equal)?.value,
  };
}

const key = /^[A-Za-z0-9]([A-Za-z0-9._/-]*[A-Za-z0-9])?$/;
const value = /^([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?$/;

/** One requirement. Kubernetes, "Labels and Selectors": `a=b`, `a==b`, `a!=b`, `a in (b,c)`, `a notin (b,c)`, `a`, `!a`. */
function labelTest(text: string): Test {
  const [, setKey = "", setOperator, setText] = /^(\S+)\s+(in|notin)\s*\((.*)\)$/.exec(text) ?? [];
  if (setText !== undefined) {
    const values = new Set(setText.split(",").map((each) => checked(each.trim(), value, text)));
    const name = checked(setKey, key, text);
    return setOperator === "in"
      ? (labels) => labels[name] !== undefined && values.has(labels[name])
      : (labels) => labels[name] === undefined || !values.has(labels[name]);
  }
  const [, left, operator, right] = /^([^=!]*)(==|=|!=)(.*)$/.exec(text) ?? [];
  if (operator === undefined) {
    const absent = text.startsWith("!");
    const name = checked(absent ? text.slice(1).trim() : text, key, text);
    return (labels) => (labels[name] === undefined) === absent;
  }
  const name = checked((left ?? "").trim(), key, text);
  const wanted = checked((right ?? "").trim(), value, text);
  return operator === "!=" ? (labels) => labels[name] !== wanted : (labels) => labels[name] === wanted;
}

function fieldRequirement(text: string): { field: "name" | "namespace"; equal: boolean; value: string } {
  const [, left = "", operator, right = ""] = /^([^=!]*)(==|=|!=)(.*)$/.exec(text) ?? [];
  if (!operator) throw badRequest(`unable to parse field selector: "${text}" is no requirement`);
  if (left !== "metadata.name" && left !== "metadata.namespace") throw badRequest(`field label not supported: ${left}`);
  return { field: left === "metadata.name" ? "name" : "namespace", equal: operator !== "!=", value: right };
}

/** Splits at commas outside brackets. */
function splitRequirements(text: string): string[] {
  return text
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function checked(text: string, pattern: RegExp, whole: string): string {
  if (!pattern.test(text)) throw badRequest(`unable to parse requirement: "${whole}"`);
  return text;
}

import type { ResultObjects } from "./result-objects.ts";

/** By verdict. */
const texts = new WeakMap<object, string>();

/** A result object in JSON. Most of one are verdicts, which resources share: the text of each is made once. */
export function resultText({ spec: { controls, ...spec }, ...object }: ResultObjects[keyof ResultObjects]): string {
  const verdicts = Object.entries(controls ?? {}).map(([id, verdict]) => `${JSON.stringify(id)}:${textOf(verdict)}`);
  const [start, end] = [JSON.stringify(object).slice(0, -1), JSON.stringify(spec).slice(1)];
  return `${start},"spec":{"controls":{${verdicts.join(",")}},${end}}`;
}

function textOf(verdict: object): string {
  const known = texts.get(verdict);
  if (known !== undefined) return known;
  const made = JSON.stringify(verdict);
  texts.set(verdict, made);
  return made;
}

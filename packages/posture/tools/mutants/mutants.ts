/** A changed copy of an object, and what was changed: `spec.containers[0].image: 7`. */
type Mutant = { change: string; object: unknown };

/** What a field can hold that its readers do not expect. An absent field is `undefined`. */
const values: unknown[] = [
  undefined,
  null,
  "",
  "text",
  "10",
  7,
  -1.5,
  true,
  false,
  [],
  {},
  [null],
  ["text"],
  [{}],
  { name: null },
];

type Place = readonly (string | number)[];

/** How many mutants an object has: each field and item, at any depth, with each value; its own type stays readable. */
export function countMutants(object: unknown): number {
  return placesOf(object).length * values.length;
}

/** The mutant of a number below `countMutants`. */
export function mutantOf(object: unknown, number: number): Mutant {
  const place = placesOf(object)[Math.floor(number / values.length)] ?? [];
  const value = values[number % values.length];
  return { change: `${textOf(place)}: ${JSON.stringify(value) ?? "removed"}`, object: changed(object, place, value) };
}

/** No object reaches a rule without a text for each of these. */
const ownType = new Set<unknown>(["apiVersion", "kind"]);

function placesOf(value: unknown, at: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const keys: Place = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  const changing = at.length === 0 ? keys.filter((key) => !ownType.has(key)) : keys;
  return changing.flatMap((key) => {
    const place = [...at, key];
    return [place, ...placesOf((value as Record<string | number, unknown>)[key], place)];
  });
}

function changed(parent: unknown, [key, ...rest]: Place, value: unknown): unknown {
  if (key === undefined) return value;
  const child = (parent as Record<string | number, unknown>)[key];
  const replacement = rest.length === 0 ? value : changed(child, rest, value);
  if (Array.isArray(parent)) {
    const items = parent.toSpliced(Number(key), 1, ...(replacement === undefined ? [] : [replacement]));
    return items;
  }
  const { [key]: _, ...others } = parent as Record<string, unknown>;
  return replacement === undefined ? others : { ...(parent as object), [key]: replacement };
}

function textOf(place: Place): string {
  return place
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
    .join("")
    .replace(/^\./, "");
}

/** A part of a JSON text that is made when it is written. */
export type Pieces = () => Iterable<string>;

/** JSON as `JSON.stringify` writes it, in pieces. A function in the value stands for what it writes. */
export function* jsonPieces(value: unknown): Generator<string> {
  if (typeof value === "function") yield* (value as Pieces)();
  else if (Array.isArray(value)) yield* arrayPieces(value);
  else if (typeof value === "object" && value !== null) yield* objectPieces(value);
  else yield JSON.stringify(value);
}

function* arrayPieces(array: unknown[]): Generator<string> {
  yield "[";
  for (const [index, element] of array.entries()) {
    if (index > 0) yield ",";
    yield* jsonPieces(element);
  }
  yield "]";
}

function* objectPieces(object: object): Generator<string> {
  let before = "{";
  for (const [key, member] of Object.entries(object)) {
    if (member === undefined) continue;
    yield `${before}${JSON.stringify(key)}:`;
    yield* jsonPieces(member);
    before = ",";
  }
  yield before === "{" ? "{}" : "}";
}

/** An array with the text of each element. */
export function arrayOf<T>(all: readonly T[], textOf: (one: T) => string): Pieces {
  return function* () {
    for (const [index, one] of all.entries()) yield `${index === 0 ? "[" : ","}${textOf(one)}`;
    yield all.length === 0 ? "[]" : "]";
  };
}

/** A value in a text and where it starts. */
export type PlacedValue = {
  value: unknown;
  /** 1-based line of its first token. */
  line: number;
  /** 1-based line of `items[index]` of an object, or of element `index` of an array. */
  lineOf: (index: number) => number;
  /** The text of the value, where that is JSON. */
  json?: Buffer | undefined;
  /** 1-based lines of keys that their mapping has before; the last value of each counts. */
  repeatedKeys?: number[];
};

/** A place in a text that could not be read, and what was expected there. */
export type TextProblem = { line: number; message: string };

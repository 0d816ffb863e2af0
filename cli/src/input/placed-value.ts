/** A parsed document and where in its text it starts. `lineOf` gives the line of an element of a list inside it. */
export type PlacedValue = {
  value: unknown;
  /** 1-based line of the document's first token. */
  line: number;
  /** 1-based line of `items[index]` of an object, or of element `index` of an array. */
  lineOf: (index: number) => number;
};

/** A place in a text that could not be read, and what was expected there. */
export type TextProblem = { line: number; message: string };

export type ParsedText = { values: PlacedValue[]; problems: TextProblem[] };

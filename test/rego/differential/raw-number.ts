/** ECMAScript's JSON.parse source text access, which TypeScript's library does not declare. */
const { rawJSON, isRawJSON } = JSON as unknown as {
  rawJSON: (text: string) => object;
  isRawJSON: (value: unknown) => boolean;
};

/** A number that JavaScript cannot hold, for `JSON.stringify` to print as it is written. */
export function rawNumber(text: string): object {
  return rawJSON(text);
}

export function isRawNumber(value: unknown): boolean {
  return isRawJSON(value);
}

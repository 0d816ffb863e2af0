/** What stands between the `%` of a format and its verb. */
export type Directive = {
  readonly verb: string;
  readonly plus: boolean;
  readonly minus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  /** `%+v` and `%#v`, which mean something else than the flags. */
  readonly plusV: boolean;
  readonly sharpV: boolean;
  readonly width: number | undefined;
  readonly precision: number | undefined;
};

/** A text at the width of its directive. Zeros are for the left only. */
export function pad({ width = 0, minus, zero }: Directive, text: string, mayBeZeros = true): string {
  const missing = width - lengthOf(text, width);
  if (missing <= 0) return text;
  if (minus) return text + " ".repeat(missing);
  return (zero && mayBeZeros ? "0" : " ").repeat(missing) + text;
}

/** Code points; of a long text only whether there are more than `enough`. */
function lengthOf(text: string, enough: number): number {
  return text.length > 2 * enough ? text.length : Array.from(text).length;
}

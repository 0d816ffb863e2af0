import type { Location } from "../errors.ts";

/**
 * Ends the reading of a module, or is caught where a second reading of the same text is possible. That happens often
 * in good sources, so it carries no stack.
 */
export class ParseError {
  readonly message: string;
  readonly location: Location;
  /** No second reading of the text can do better. */
  readonly isFinal: boolean;

  constructor(message: string, location: Location, isFinal = false) {
    this.message = message;
    this.location = location;
    this.isFinal = isFinal;
  }
}

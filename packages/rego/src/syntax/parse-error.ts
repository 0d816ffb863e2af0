import type { CompileErrorDetails, Location } from "../errors.ts";

/** What is wrong at one place of a source. What is wrong with statements as a whole points into no line. */
export type ParseProblem = {
  readonly message: string;
  readonly location: Location;
  readonly details?: CompileErrorDetails;
};

/** Ends the reading of a source that is no Rego: all that is wrong with it, as far as it was read. */
export class ParseError extends Error {
  readonly problems: readonly ParseProblem[];
  /** The text may be Rego, and is nested deeper than what is read here. */
  readonly isFinal: boolean;

  constructor(problems: readonly ParseProblem[], isFinal = false) {
    super(problems[0]?.message);
    this.problems = problems;
    this.isFinal = isFinal;
  }
}

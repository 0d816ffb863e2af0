import type { CompileErrorDetails, Location } from "../errors.ts";

export type TypeProblem = {
  readonly message: string;
  readonly location: Location;
  /** Says only that the type of something is not known, which an error inside it explains better. */
  readonly isOfUnknown: boolean;
  /** Asked for where the problem is reported: types can be large. */
  readonly explain?: () => CompileErrorDetails;
};

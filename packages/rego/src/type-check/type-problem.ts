import type { Location } from "../errors.ts";

export type TypeProblem = {
  readonly message: string;
  readonly location: Location;
  /** Says only that the type of something is not known, which an error inside it explains better. */
  readonly isOfUnknown: boolean;
};

/** A program that the command started is not there when it is needed. The message is for people and has several lines. */
export class ProgramFailedError extends Error {
  override name = "ProgramFailedError";
}

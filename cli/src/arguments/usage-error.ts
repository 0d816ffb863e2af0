/** The command line does not say what to do. The message is for the person who typed it. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** Storage's program, or kubectl, could not do what it was asked for. The message is what it said. */
export class StorageFailedError extends Error {
  override name = "StorageFailedError";
}

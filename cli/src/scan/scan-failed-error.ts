/** The scan was started and did not succeed. The message is for people and has several lines. */
export class ScanFailedError extends Error {
  override name = "ScanFailedError";
}

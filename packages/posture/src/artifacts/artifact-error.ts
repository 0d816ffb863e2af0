/** A set of artifacts cannot be used. The message says which artifact and why. */
export class ArtifactError extends Error {
  override name = "ArtifactError";
}

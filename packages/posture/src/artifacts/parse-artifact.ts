import type { z } from "zod";
import { ArtifactError } from "./artifact-error.ts";

/** The largest artifact of a release has 2 MB. */
export const maxArtifactBytes = 16 * 1024 * 1024;

const shownIssues = 3;

/**
 * Reads one artifact. `name` is what errors call it.
 *
 * @throws ArtifactError saying what it is instead, or where it differs from what was expected.
 */
export function parseArtifact<S extends z.ZodType>(name: string, bytes: Uint8Array, schema: S): z.infer<S> {
  if (bytes.length > maxArtifactBytes) throw tooLarge(name);
  const parsed = schema.safeParse(parseJson(name, bytes));
  if (parsed.success) return parsed.data;
  const shown = parsed.error.issues.slice(0, shownIssues).map(({ path, message }) => describe(path, message));
  const more = parsed.error.issues.length - shown.length;
  throw new ArtifactError(`${name}: ${shown.join("; ")}${more > 0 ? `; and ${more} more` : ""}`);
}

export function tooLarge(name: string): ArtifactError {
  return new ArtifactError(`${name} has more than ${maxArtifactBytes / 2 ** 20} MiB`);
}

function describe(path: PropertyKey[], message: string): string {
  return path.length === 0 ? message : `${path.map(String).join(".").slice(0, 200)}: ${message}`;
}

function parseJson(name: string, bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text) as unknown;
  } catch (err) {
    if (!(err instanceof SyntaxError)) throw err;
    const looksLikePage = /^\s*<(!doctype|html)/i.test(text);
    throw new ArtifactError(`${name} ${looksLikePage ? "is a web page, not JSON" : "is not JSON, or not all of it"}`, {
      cause: err,
    });
  }
}

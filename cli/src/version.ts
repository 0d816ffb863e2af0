import manifest from "../package.json" with { type: "json" };

/** The version of this command, from its package.json. */
export function version(): string {
  return manifest.version;
}

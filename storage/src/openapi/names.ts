import type { Kind } from "../kinds/kind.ts";

const posturePrefix = "com.github.kubescape.storage.pkg.apis.softwarecomposition";

/** Name of a kind's schema. For the result kinds it is that of the Go type that clients are generated from. */
export function schemaName({ group, version, kind }: Kind): string {
  const prefix = group.startsWith("spdx.") ? posturePrefix : `dev.sortie.${group.split(".")[0] || "core"}`;
  return `${prefix}.${version}.${kind}`;
}

import type { LibrarySources } from "../arguments/parse-arguments.ts";

/** Whether a scan has the controls and frameworks of the library's folder, so that they are known before it runs. */
export function isOwnLibrary({ artifacts, policies }: LibrarySources): boolean {
  return artifacts === undefined && policies === undefined;
}

import { parseMediaType } from "./media-type.ts";

/** Strategic merge is left out on purpose: for kinds that are not built in, kubectl sends a merge patch instead. */
export const patchTypes = {
  json: "application/json-patch+json",
  merge: "application/merge-patch+json",
  apply: "application/apply-patch+yaml",
} as const;

/** Whether a patch is an apply. @param contentType The header, `null` where there is none. */
export function isApply(contentType: string | null): boolean {
  return parseMediaType(contentType ?? "").type === patchTypes.apply;
}

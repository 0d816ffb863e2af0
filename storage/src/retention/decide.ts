import type { Owner } from "./owners.ts";

/** Whether it exists; `undefined` when that could not be found out. */
export type Exists = (owner: Owner) => boolean | undefined;

/** What becomes of one stored result. `mark`: note the time from which on nobody owns it. */
export type Step = "keep" | "mark" | "unmark" | "delete" | "unknown";

export type Observed = {
  owners: Owner[] | undefined;
  exists: Exists;
  /** Milliseconds since 1970; absent: it had an owner when it was last looked at. */
  unownedSince: number | undefined;
  now: number;
  graceSeconds: number;
};

/** Only what was without an owner for the whole time of grace goes. What is not known for sure changes nothing. */
export function decide({ owners, exists, unownedSince, now, graceSeconds }: Observed): Step {
  const ownership = ownershipOf(owners, exists);
  if (ownership === "unknown") return "unknown";
  if (ownership === "owned") return unownedSince === undefined ? "keep" : "unmark";
  // A mark of a time that has not come was made while the clock was ahead.
  if (unownedSince === undefined || unownedSince > now) return "mark";
  return now - unownedSince >= graceSeconds * 1000 ? "delete" : "keep";
}

function ownershipOf(owners: Owner[] | undefined, exists: Exists): "owned" | "unowned" | "unknown" {
  if (owners === undefined) return "owned";
  const answers = owners.map(exists);
  if (answers.length === 0 || answers.includes(false)) return "unowned";
  return answers.includes(undefined) ? "unknown" : "owned";
}

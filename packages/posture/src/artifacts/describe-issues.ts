import type { z } from "zod";

/** What is wrong with a value and where, in one line. */
export function describeIssues({ issues }: z.ZodError): string {
  return issues
    .map(({ path, message }) => [path.join("."), message].filter((part) => part !== "").join(": "))
    .join("; ");
}

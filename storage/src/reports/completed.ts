import type { ApiObject, Metadata } from "../meta/metadata.ts";
import { StatusError } from "../meta/status.ts";
import { baseOf, reportOf } from "./reports.ts";

type Level = Pick<Metadata, "annotations">;

/** Whether what is known of a profile is final for something that is only as complete as `next`. */
function isFinal(current: Level, next: Level): boolean {
  if (annotation(current, "status") !== "completed") return false;
  const [is, wants] = [annotation(current, "completion"), annotation(next, "completion")];
  return is === "complete" || (is === "partial" && wants === "partial");
}

/** What a user manages is the user's. */
export function isUsers(metadata: Level): boolean {
  return annotation(metadata, "managed-by") === "User";
}

/**
 * A completed profile of a workload stays as it is: writers of what was learned meanwhile are answered with it. One that
 * is complete becomes neither partial nor what somebody says of it who saw a part. Users change what is theirs.
 */
export function keepCompleted(current: ApiObject, next: ApiObject): ApiObject {
  // What is being deleted loses its finalizers, whatever it says.
  if (isUsers(current.metadata) || isUsers(next.metadata) || current.metadata.deletionTimestamp) return next;
  if (isFinal(current.metadata, next.metadata)) return current;
  const wasComplete = annotation(current.metadata, "completion") === "complete";
  if (!wasComplete || annotation(next.metadata, "completion") !== "partial") return next;
  const { "kubescape.io/status": _, ...others } = next.metadata.annotations ?? {};
  const status = annotation(current.metadata, "status");
  const level = { ...(status && { "kubescape.io/status": status }), "kubescape.io/completion": "complete" };
  return { ...next, metadata: { ...next.metadata, annotations: { ...others, ...level } } };
}

/**
 * Refuses a report about a container that nothing more is to be learned about. Kubescape's node agent stops at the words
 * `object is completed` and `object is too large`, and only there.
 *
 * @throws StatusError 500.
 */
export async function refuseLateReport(
  { metadata }: ApiObject,
  read: (name: string) => Promise<Metadata | undefined>,
): Promise<void> {
  if (!reportOf(metadata)) return;
  const profile = await read(baseOf(metadata.name ?? ""));
  if (!profile) return;
  if (isFinal(profile, metadata)) throw new StatusError(500, "Unknown", "object is completed");
  if (annotation(profile, "status") === "too-large") throw new StatusError(500, "Unknown", "object is too large");
}

function annotation({ annotations }: Level, name: string): string | undefined {
  return annotations?.[`kubescape.io/${name}`];
}

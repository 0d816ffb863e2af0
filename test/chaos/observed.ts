import type { Cluster as Connection, KubeObject, Resource } from "@sortie/kube";
import { JobOutcome, OperatorCommand } from "@sortie/wire";
import { namespace } from "../e2e/installation.ts";

/** The first object of the resource that is as described, as soon as it is. */
export async function appears(
  connection: Connection,
  resource: Resource,
  isAsWanted: (object: KubeObject) => boolean,
): Promise<KubeObject> {
  const stop = new AbortController();
  try {
    for await (const event of connection.watch(resource, { namespace, signal: stop.signal })) {
      const objects = event.type === "relisted" ? event.objects : [event.object];
      const found = event.type === "deleted" ? undefined : objects.find(isAsWanted);
      if (found) return found;
    }
  } finally {
    stop.abort();
  }
  throw new Error("the watch ended");
}

export async function all(connection: Connection, resource: Resource): Promise<KubeObject[]> {
  const objects: KubeObject[] = [];
  for await (const { items } of connection.list(resource, { namespace })) objects.push(...items);
  return objects;
}

export function jobIdOf({ metadata }: KubeObject): string | undefined {
  return metadata?.labels?.["sortie.dev/job-id"] ?? metadata?.annotations?.["sortie.dev/job-id"];
}

export function isSuspended({ spec }: KubeObject): boolean {
  return (spec as { suspend?: boolean } | undefined)?.suspend === true;
}

export function isFinished({ status }: KubeObject): boolean {
  const conditions = (status as { conditions?: { type: string; status: string }[] } | undefined)?.conditions ?? [];
  return conditions.some(({ type, status }) => /^(Complete|Failed)$/.test(type) && status === "True");
}

/** What a command came to: the status of its scan, the reason of its rejection, or that it is open. */
export function endOf(object: KubeObject): string {
  const { status } = OperatorCommand.parse(object);
  if (!status?.completed) return "open";
  if (!status.payload) return status.error?.reason ?? "nothing";
  return JobOutcome.parse(JSON.parse(Buffer.from(status.payload, "base64").toString())).status;
}

import { createHash } from "node:crypto";
import type { KubeObject } from "@sortie/kube";
import type { ScannedResource } from "@sortie/posture";
import { slug } from "@sortie/posture";
import { apiVersionOf, type ObjectName } from "@sortie/wire/plain";
import type { Regression } from "./find-regressions.ts";

/** Events are cut by the API server's validation at 1024 bytes of message (Kubernetes API, `Event`). */
const longestMessage = 1000;

/** Leaves room for a dot and 16 digits in the 253 characters of a name. */
const longestBeforeDigest = 200;

/**
 * The Event that tells of a resource's regressions, all of them in one. Its name follows from what it says and from the
 * scan, so that a scan that is started again writes the same. It is about the object itself; of a subject, its binding.
 *
 * @param scan what tells the scan from others. `now` is the Event's time.
 */
export function regressionEvent(
  resource: ScannedResource,
  regressions: Regression[],
  { scan, now }: { scan: string; now: Date },
): KubeObject {
  const about = resource.related.find(({ kind }) => kind.endsWith("Binding")) ?? resource;
  const said = [scan, resource.id, ...regressions.map(({ controlId }) => controlId)].join(" ");
  const digest = createHash("sha256").update(said).digest("hex").slice(0, 16);
  const start = slug(`${about.kind}-${about.name}`)
    .slice(0, longestBeforeDigest)
    .replace(/[^a-z0-9]+$/, "");
  const time = now.toISOString().replace(/\.\d{3}Z$/, "Z");
  return {
    apiVersion: "v1",
    kind: "Event",
    // Events about cluster-scoped objects are in the namespace `default`, where kubectl looks for them.
    metadata: { name: `${start}.${digest}`, namespace: about.namespace || "default" },
    involvedObject: involved(about, about === resource ? resource.uid : undefined),
    type: "Warning",
    reason: "PostureRegression",
    message: message(regressions),
    source: { component: "sortie-config-scan" },
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
  };
}

function involved({ kind, namespace, name, ...type }: ObjectName, uid: string | undefined) {
  return {
    apiVersion: apiVersionOf(type),
    kind,
    name,
    ...(namespace !== "" && { namespace }),
    ...(uid !== undefined && { uid }),
  };
}

function message(regressions: Regression[]): string {
  const [verb, noun] = regressions.length === 1 ? ["fails", "control"] : ["fail", "controls"];
  const names = regressions.map(({ controlId, severity }) => `${controlId} (${severity})`).join(", ");
  return `${regressions.length} ${noun} that passed in the last scan ${verb} now: ${names}`.slice(0, longestMessage);
}

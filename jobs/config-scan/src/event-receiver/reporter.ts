import { ApiError, type Cluster, ConnectionError, type KubeObject } from "@sortie/kube";
import type { Evaluated, Figures, JudgedControl, Provider, WeightOf } from "@sortie/posture";
import type { Clock, Logger } from "@sortie/process";
import type { ScanRequest } from "@sortie/wire";
import { apiServerInfo } from "../cloud/api-server-info.ts";
import type { Config } from "../config.ts";
import { openObjectFile } from "./object-file.ts";
import { hasReceiver, type ReceiverSettings } from "./receiver.ts";
import { reportGuid } from "./report-chunk.ts";
import { reportItems } from "./report-items.ts";
import type { Patience } from "./request.ts";
import { type AnonymousHead, type Reported, sendReport } from "./send-report.ts";
import { summaryDetails } from "./summary-details.ts";

/** What a scan found, once it is known. */
type Found = { evaluated: Evaluated; controls: JudgedControl[]; figures: Figures };

/** Reports one scan to an event receiver (docs/reference/posture-results.md). Told each object as it is read. */
export type Reporter = {
  add(objects: KubeObject[]): void;
  weightOf: WeightOf;
  send(found: Found): Promise<Reported>;
} & Disposable;

type Settings = ReceiverSettings & Pick<Config, "CLUSTER_NAME">;
type Deps = Patience & {
  request: ScanRequest;
  provider: Provider | undefined;
  /** The scanned cluster; absent: a file was scanned. */
  scanned: Pick<Cluster, "request"> | undefined;
  clock: Clock;
  log: Logger;
};

/** `undefined`: no receiver is configured, so nothing is kept for it. */
export function openReporter(settings: Settings, deps: Deps): Reporter | undefined {
  if (!hasReceiver(settings)) return undefined;
  const objects = openObjectFile();
  return {
    add: (some) => objects.add(some),
    weightOf: (resource) => objects.weightOf(resource),
    async send({ evaluated, controls, figures }) {
      const items = reportItems(objects, evaluated, controls);
      const head = { ...headOf(figures, settings, deps), clusterAPIServerInfo: await versionOf(deps) };
      return await sendReport(head, items, settings, deps);
    },
    [Symbol.dispose]: () => objects[Symbol.dispose](),
  };
}

/** A report says what it can without it. */
async function versionOf({ scanned, signal }: Deps): Promise<AnonymousHead["clusterAPIServerInfo"]> {
  try {
    const info = scanned && (await apiServerInfo(scanned, signal));
    return info && "object" in info ? info.object.data : null;
  } catch (err) {
    if (err instanceof ApiError || err instanceof ConnectionError) return null;
    throw err;
  }
}

function headOf(
  figures: Figures,
  settings: Settings,
  { request, provider, clock }: Deps,
): Omit<AnonymousHead, "clusterAPIServerInfo"> {
  const { frameworks, controls, includeNamespaces, excludedNamespaces } = request.target;
  const cloudMetadata = provider && { cloudProvider: provider.toLowerCase() };
  const cluster = { contextName: settings.CLUSTER_NAME, ...(cloudMetadata && { cloudMetadata }) };
  return {
    generationTime: clock.now().toISOString(),
    clusterCloudProvider: provider ?? "",
    clusterName: settings.CLUSTER_NAME,
    reportGUID: reportGuid(request.jobId, request.requestedAt),
    jobID: request.jobId,
    summaryDetails: summaryDetails(figures),
    attributes: null,
    metadata: {
      targetMetadata: { clusterContextMetadata: cluster },
      clusterMetadata: cluster,
      scanMetadata: {
        format: "json",
        formatVersion: "v2",
        targetType: controls.length > 0 ? "Control" : "Framework",
        targetNames: [...frameworks, ...controls],
        includeNamespaces,
        excludedNamespaces,
      },
    },
    customerGUIDGenerated: false,
    triggeredByCLI: false,
  };
}

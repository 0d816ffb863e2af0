import type { KubeObject } from "@sortie/kube";
import type { Evaluated, Figures, JudgedControl, Provider, WeightOf } from "@sortie/posture";
import type { Clock, Logger } from "@sortie/process";
import type { ScanRequest } from "@sortie/wire";
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
type Deps = Patience & { request: ScanRequest; provider: Provider | undefined; clock: Clock; log: Logger };

/** `undefined`: no receiver is configured, so nothing is kept for it. */
export function openReporter(settings: Settings, deps: Deps): Reporter | undefined {
  if (!hasReceiver(settings)) return undefined;
  const objects = openObjectFile();
  return {
    add: (some) => objects.add(some),
    weightOf: (resource) => objects.weightOf(resource),
    send({ evaluated, controls, figures }) {
      const items = reportItems(objects, evaluated, controls);
      return sendReport(headOf(figures, settings, deps), items, settings, deps);
    },
    [Symbol.dispose]: () => objects[Symbol.dispose](),
  };
}

function headOf(figures: Figures, settings: Settings, { request, provider, clock }: Deps): AnonymousHead {
  const { frameworks, controls } = request.target;
  return {
    generationTime: clock.now().toISOString(),
    clusterAPIServerInfo: null,
    clusterCloudProvider: provider ?? "",
    clusterName: settings.CLUSTER_NAME,
    reportGUID: reportGuid(request.jobId, request.requestedAt),
    jobID: request.jobId,
    summaryDetails: summaryDetails(figures),
    attributes: null,
    metadata: {
      scanMetadata: {
        format: "json",
        formatVersion: "v2",
        targetType: controls.length > 0 ? "Control" : "Framework",
        targetNames: [...frameworks, ...controls],
      },
    },
    customerGUIDGenerated: false,
    triggeredByCLI: false,
  };
}

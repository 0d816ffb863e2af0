import type { ScannedControl } from "@sortie/wire";
import { workloadConfigurationScan, workloadConfigurationScanSummary } from "../kinds/posture.ts";
import type { Kind } from "../meta/kind.ts";
import type { ApiObject, Metadata } from "../meta/metadata.ts";
import { type BriefVerdict, briefVerdict, failuresBySeverity } from "./summary-of-scan.ts";

/** A verdict of a batch, made once for all scans that consist of it; as text with its key, as `controls` has it. */
export type BatchVerdict = {
  id: string;
  full: ScannedControl;
  fullText: string;
  brief: BriefVerdict;
  briefText: string;
};

export function batchVerdict(full: ScannedControl): BatchVerdict {
  const id = full.controlID;
  const brief = briefVerdict(full);
  const textOf = (verdict: BriefVerdict) => `${JSON.stringify(id)}:${JSON.stringify(verdict)}`;
  return { id, full, fullText: textOf(full), brief, briefText: textOf(brief) };
}

/** A scan that is understood. `bodyLength`: characters that it takes in the store, about. */
export type Scan = {
  metadata: {
    name: string;
    namespace: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: NonNullable<Metadata["ownerReferences"]>;
  };
  verdicts: readonly BatchVerdict[];
  relatedObjects: unknown[] | null;
  bodyLength: number;
};

export function scanOf(sent: Pick<Scan, "metadata" | "relatedObjects">, verdicts: readonly BatchVerdict[]): Scan {
  const ofVerdicts = verdicts.reduce((sum, { fullText }) => sum + fullText.length, 0);
  return { ...sent, verdicts, bodyLength: ofVerdicts + JSON.stringify(sent.relatedObjects).length };
}

/** An object that a scan comes to, as a client would send it; `body` is the text of it that the store keeps. */
export type Sent = { kind: Kind; object: ApiObject; body: string };

/** The scan and the summary of it. */
export function objectsOf({ metadata, verdicts, relatedObjects }: Scan): [Sent, Sent] {
  const controls = Object.fromEntries(verdicts.map(({ id, full }) => [id, full]));
  const inBrief = verdicts.map(({ brief }) => brief);
  const severities = failuresBySeverity(inBrief);
  const summary = { severities, controls: Object.fromEntries(inBrief.map((brief) => [brief.controlID, brief])) };
  const fullTexts = verdicts.map(({ fullText }) => fullText).join(",");
  const briefTexts = verdicts.map(({ briefText }) => briefText).join(",");
  return [
    {
      kind: workloadConfigurationScan,
      object: { metadata, spec: { controls, relatedObjects } },
      body: `"spec":{"controls":{${fullTexts}},"relatedObjects":${JSON.stringify(relatedObjects)}}`,
    },
    {
      kind: workloadConfigurationScanSummary,
      object: { metadata, spec: summary },
      body: `"spec":{"severities":${JSON.stringify(severities)},"controls":{${briefTexts}}}`,
    },
  ];
}

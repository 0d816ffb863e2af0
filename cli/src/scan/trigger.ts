import type { ScanCommand } from "../arguments/parse-arguments.ts";
import { ScanFailedError } from "./scan-failed-error.ts";

type Wanted = Pick<ScanCommand, "frameworks" | "controls" | "includeNamespaces" | "excludedNamespaces">;

/** The body of `POST /v1/triggerAction` that asks for one configuration scan. */
function triggerBody(jobID: string, wanted: Wanted): unknown {
  const { frameworks, controls, includeNamespaces, excludedNamespaces } = wanted;
  const target =
    controls.length > 0
      ? { targetType: "Control", targetNames: controls }
      : { targetType: "Framework", targetNames: frameworks };
  return {
    commands: [
      {
        commandName: "kubescapeScan",
        jobTracking: { jobID },
        args: { scanV1: { ...target, includeNamespaces, excludedNamespaces } },
      },
    ],
  };
}

/** Asks the dispatcher for a scan. Its answer means that the command is stored. */
export async function triggerScan(rest: string, jobID: string, wanted: Wanted, signal: AbortSignal): Promise<void> {
  const response = await fetch(new URL("/v1/triggerAction", rest), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(triggerBody(jobID, wanted)),
    signal,
  });
  const answer = await response.text();
  if (!response.ok) throw new ScanFailedError(`The dispatcher answered ${response.status}: ${answer.slice(0, 500)}`);
}

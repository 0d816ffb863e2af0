import type { ScannedControl } from "@sortie/wire";
import type { ResourceResult } from "../result/summarise.ts";
import type { EarlierReport } from "./earlier-report.ts";

/** A control that a resource fails now and did not fail in the earlier report. */
export type Appeared = { resource: ResourceResult; control: ScannedControl };
/** A control that a resource failed in the earlier report and passes or skips now, or a resource that is gone. */
export type Fixed = { resourceId: string; controlId: string; controlName: string; isGone: boolean };

export type Changes = { appeared: Appeared[]; fixed: Fixed[] };

/** What a scan says that an earlier one did not. The order is the reports' own: worst first, and by ID. */
export function changesSince(earlier: EarlierReport, resources: readonly ResourceResult[]): Changes {
  const failedBefore = new Map(
    earlier.results.flatMap(({ resourceID, controls }) =>
      controls
        .filter(({ status }) => status.status === "failed")
        .map(({ controlID, name }) => [keyOf(resourceID, controlID), { resourceID, controlID, name }] as const),
    ),
  );
  const failedNow = resources.flatMap((resource) =>
    resource.controls
      .filter(({ status }) => status.status === "failed")
      .map((control) => ({ key: keyOf(resource.id, control.controlID), resource, control })),
  );
  const keys = new Set(failedNow.map(({ key }) => key));
  const present = new Set(resources.map(({ id }) => id));
  return {
    appeared: failedNow
      .filter(({ key }) => !failedBefore.has(key))
      .map(({ resource, control }) => ({ resource, control })),
    fixed: [...failedBefore]
      .filter(([key]) => !keys.has(key))
      .map(([, { resourceID, controlID, name }]) => ({
        resourceId: resourceID,
        controlId: controlID,
        controlName: name,
        isGone: !present.has(resourceID),
      })),
  };
}

/** Kubescape's own reports put the file in front of the ID: `path=3181293123/api/v1/…`. */
function keyOf(resourceId: string, controlId: string): string {
  return `${resourceId.replace(/^path=\d+\//, "")} ${controlId}`;
}

import { apiVersionOf, type ObjectName } from "./object-name.ts";
import type { PostureReportChunk } from "./posture-report.ts";
import type { RulePath, ScannedControl } from "./posture-results.ts";
import { severityOf } from "./severity.ts";

type ReportedControl = PostureReportChunk["results"][number]["controls"][number];
type ReportPath = ReportedControl["rules"][number]["paths"][number];

/**
 * A stored verdict as reports have it: `results[].controls[]` of a posture report and of the command line's JSON.
 *
 * @param resourceId the resource that the verdict is about; paths that name no other are in it.
 */
export function reportedControl(
  { controlID, name, severity, status, rules }: ScannedControl,
  resourceId: string,
): ReportedControl {
  return {
    controlID,
    name,
    severity: severityOf(severity.scoreFactor),
    status,
    rules: (rules ?? []).map((rule) => ({
      name: rule.name,
      ...rule.status,
      paths: reportPaths(rule.paths ?? [], resourceId),
      controlConfigurations: rule.controlConfigurations ?? {},
      exception: (rule.appliedIgnoreRules ?? []).map((exception) => ({ name: exception })),
      relatedResourcesIDs: rule.relatedResourcesIDs ?? [],
    })),
  };
}

const entries: ((path: RulePath) => Omit<ReportPath, "resourceID"> | undefined)[] = [
  ({ failedPath }) => (failedPath ? { failedPath } : undefined),
  ({ deletePath }) => (deletePath ? { deletePath } : undefined),
  ({ reviewPath }) => (reviewPath ? { reviewPath } : undefined),
  ({ fixPath, fixPathValue }) => (fixPath ? { fixPath: { path: fixPath, value: fixPathValue } } : undefined),
  ({ fixCommand }) => (fixCommand ? { fixCommand } : undefined),
];

/** All that fail first, then what to delete, to review, to set and to run; a place that fails and is to go has two. */
function reportPaths(paths: RulePath[], resourceId: string): ReportPath[] {
  return entries.flatMap((entryOf) =>
    paths.flatMap((path) => {
      const entry = entryOf(path);
      return entry ? [{ resourceID: path.resourceID ?? resourceId, ...entry }] : [];
    }),
  );
}

/** An object of which nothing but its name is known, as reports list it: `resources[].object`. */
export function namedObject({ kind, namespace, name, ...type }: ObjectName) {
  const metadata = { name, ...(namespace !== "" && { namespace }) };
  return { apiVersion: apiVersionOf(type), kind, metadata };
}

/** A subject with its rights, which are other objects: `resources[].object` of RBAC results. */
export function subjectObject<T>({ group, kind, namespace, name }: Omit<ObjectName, "version">, relatedObjects: T[]) {
  return {
    kind,
    name,
    ...(namespace !== "" && { namespace }),
    ...(group !== "" && { apiGroup: group }),
    relatedObjects,
  };
}

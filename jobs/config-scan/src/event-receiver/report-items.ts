import { type PostureReportChunk, type RulePath, type ScannedControl, severityOf } from "@sortie/wire";
import type { Evaluated } from "../evaluate/evaluation.ts";
import type { ObjectName, ScannedResource } from "../identity/scanned-resource.ts";
import { type JudgedControl, postures } from "../report/posture.ts";
import { scannedControls } from "../report/result-objects.ts";
import type { Item } from "./chunks.ts";
import type { ObjectFile } from "./object-file.ts";

type Resource = PostureReportChunk["resources"][number];
type ReportedControl = PostureReportChunk["results"][number]["controls"][number];
type ReportPath = ReportedControl["rules"][number]["paths"][number];

/**
 * All items of a report: the scanned objects, what was judged besides them, and then the results. Made one at a time,
 * because all results together are many times the verdicts they are made of.
 */
export async function* reportItems(
  objects: ObjectFile,
  evaluated: Evaluated,
  controls: JudgedControl[],
): AsyncGenerator<Item> {
  for await (const text of objects.entries()) yield { list: "resources", text };
  for (const { resource } of evaluated.table.all()) {
    if (!objects.has(resource.id)) yield { list: "resources", text: JSON.stringify(namedResource(resource)) };
  }
  for (const posture of postures(evaluated, controls)) {
    const { id } = posture.verdicts.resource;
    const result: PostureReportChunk["results"][number] = {
      resourceID: id,
      controls: Object.values(scannedControls(posture)).map((control) => reportedControl(control, id)),
    };
    yield { list: "results", text: JSON.stringify(result) };
  }
}

/** A subject with the names of its role and binding, which are resources themselves; or what only a rule's answer named. */
function namedResource(resource: ScannedResource): Resource {
  const { id, related, kind, name, namespace, group } = resource;
  if (related.length === 0) return { resourceID: id, object: namedObject(resource) };
  const subject = { kind, name, ...(namespace !== "" && { namespace }), ...(group !== "" && { apiGroup: group }) };
  return { resourceID: id, object: { ...subject, relatedObjects: related.map(namedObject) } };
}

function namedObject({ group, version, kind, namespace, name }: ObjectName) {
  const metadata = { name, ...(namespace !== "" && { namespace }) };
  return { apiVersion: group === "" ? version : `${group}/${version}`, kind, metadata };
}

function reportedControl(control: ScannedControl, resourceId: string): ReportedControl {
  const { controlID, name, severity, status, rules } = control;
  return {
    controlID,
    name,
    severity: severityOf(severity.scoreFactor),
    status,
    rules: (rules ?? []).map((rule) => ({
      name: rule.name,
      ...rule.status,
      paths: (rule.paths ?? []).flatMap((path) => reportPaths(path, path.resourceID ?? resourceId)),
      controlConfigurations: rule.controlConfigurations ?? {},
      exception: (rule.appliedIgnoreRules ?? []).map((exception) => ({ name: exception })),
      relatedResourcesIDs: rule.relatedResourcesIDs ?? [],
    })),
  };
}

/** Reports have an entry for each thing that is said of a place: that it fails, and again that it is to be deleted. */
function reportPaths(path: RulePath, resourceID: string): ReportPath[] {
  const { failedPath, deletePath, reviewPath, fixPath, fixPathValue: value, fixCommand } = path;
  return [
    ...(failedPath ? [{ resourceID, failedPath }] : []),
    ...(deletePath ? [{ resourceID, deletePath }] : []),
    ...(reviewPath ? [{ resourceID, reviewPath }] : []),
    ...(fixPath ? [{ resourceID, fixPath: { path: fixPath, value } }] : []),
    ...(fixCommand ? [{ resourceID, fixCommand }] : []),
  ];
}

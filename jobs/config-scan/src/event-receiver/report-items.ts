import type { Evaluated, ScannedResource } from "@sortie/posture";
import { type JudgedControl, postures, scannedControls } from "@sortie/posture";
import { namedObject, type PostureReportChunk, reportedControl, subjectObject } from "@sortie/wire";
import type { Item } from "./chunks.ts";
import type { ObjectFile } from "./object-file.ts";

type Resource = PostureReportChunk["resources"][number];

/**
 * All items of a report: the scanned objects and what was judged besides them, in order of their IDs, and then the results.
 * Made one at a time, because all results together are many times the verdicts they are made of.
 */
export function* reportItems(objects: ObjectFile, evaluated: Evaluated, controls: JudgedControl[]): Generator<Item> {
  const named = new Map<string, ScannedResource>();
  for (const { resource } of evaluated.table.all()) if (!objects.has(resource.id)) named.set(resource.id, resource);
  for (const id of [...objects.ids(), ...named.keys()].toSorted()) {
    const resource = named.get(id);
    const text = resource === undefined ? objects.textOf(id) : JSON.stringify(namedResource(resource));
    yield { list: "resources", text };
  }
  for (const posture of postures(evaluated, controls)) {
    const { id } = posture.verdicts.resource;
    const result: PostureReportChunk["results"][number] = {
      resourceID: id,
      controls: scannedControls(posture).map((control) => reportedControl(control, id)),
    };
    yield { list: "results", text: JSON.stringify(result) };
  }
}

/** A subject with the names of its role and binding, which are resources themselves; or what only a rule's answer named. */
function namedResource(resource: ScannedResource): Resource {
  const { id, related } = resource;
  if (related.length === 0) return { resourceID: id, object: namedObject(resource) };
  return { resourceID: id, object: subjectObject(resource, related.map(namedObject)) };
}

import { reportedControl, type ScannedControl } from "@sortie/wire";
import type { ResourceResult } from "../result/summarise.ts";

/** `results[]`: everything that controls say of a resource, in JSON. */
export function resultText({ id, controls }: Pick<ResourceResult, "id" | "controls">): string {
  const resourceId = JSON.stringify(id);
  const verdicts = controls.map((control) => partsOf(control).join(resourceId));
  return `{"resourceID":${resourceId},"controls":[${verdicts.join(",")}]}`;
}

/** Stands for the resource's ID, which paths repeat. No object has it: names are without control characters. */
const anyResource = "\u0000 the resource";
const anyResourceText = JSON.stringify(anyResource);

/** What stands between the places of the resource's ID, by verdict. */
const parts = new WeakMap<ScannedControl, string[]>();

/** Resources share verdicts, and reports consist of little else: each is made text once. */
function partsOf(control: ScannedControl): string[] {
  const known = parts.get(control);
  if (known !== undefined) return known;
  const made = JSON.stringify(reportedControl(control, anyResource)).split(anyResourceText);
  parts.set(control, made);
  return made;
}

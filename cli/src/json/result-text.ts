import type { ScannedControl } from "@sortie/wire";
import { reportedControl } from "@sortie/wire/plain";
import type { ResourceResult } from "../result/summarise.ts";
import { onSecondUse } from "./on-second-use.ts";

/** `results[]`: everything that controls say of a resource, in JSON. */
export function resultText({ id, controls }: Pick<ResourceResult, "id" | "controls">): string {
  const resource = JSON.stringify(id);
  const verdicts = controls.map((control) => partsOf(control).join(resource)).join(",");
  return `{"resourceID":${resource},"controls":[${verdicts}]}`;
}

/** Stands for the resource's ID, which paths repeat. No object has it: names are without control characters. */
const anyResource = "\u0000 the resource";
const anyResourceText = JSON.stringify(anyResource);

/** What stands between the places of the resource's ID. Resources share verdicts: each is made text once. */
const partsOf = onSecondUse((control: ScannedControl) =>
  JSON.stringify(reportedControl(control, anyResource)).split(anyResourceText),
);

import type { ScannedControl } from "@sortie/wire";
import { reportedControl } from "@sortie/wire/plain";
import type { ResourceResult } from "../result/summarise.ts";
import { onSecondUse } from "./on-second-use.ts";

/** `results[]`: everything that controls say of a resource, in JSON. */
export function resultText({ id, controls }: Pick<ResourceResult, "id" | "controls">): string {
  return partsOfAll(controls).join(JSON.stringify(id));
}

/** Stands for the resource's ID, which paths repeat. No object has it: names are without control characters. */
const anyResource = "\u0000 the resource";
const anyResourceText = JSON.stringify(anyResource);

/** What stands between the places of the resource's ID. Resources share lists of verdicts: each is made text once. */
const partsOfAll = onSecondUse((controls: readonly ScannedControl[]) => {
  const verdicts = controls.map(textOf).join(",");
  return `{"resourceID":${anyResourceText},"controls":[${verdicts}]}`.split(anyResourceText);
});

/** Different lists share verdicts as well. */
const textOf = onSecondUse((control: ScannedControl) => JSON.stringify(reportedControl(control, anyResource)));

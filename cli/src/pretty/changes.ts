import { severityOf } from "@sortie/wire/plain";
import type { Appeared, Changes, Fixed } from "../diff/changes.ts";
import { shownName } from "../result/resource-id.ts";
import { counted } from "../terminal/layout.ts";
import { printable } from "../terminal/printable.ts";
import { paintSeverity } from "./severity.ts";
import type { View } from "./view.ts";

const shownAtMost = 20;

/** What is new and what is no more since the earlier report. */
export function changeLines({ appeared, fixed }: Changes, since: string, view: View): string[] {
  const { style } = view;
  const title = `${style.bold(`Since ${printable(since)}`)}  ${counted(appeared.length, "new finding")}, ${fixed.length} no more`;
  return [
    title,
    ...limited(appeared, view, (one) => appearedLine(one, view)),
    ...limited(fixed, view, (one) => fixedLine(one, view)),
  ];
}

function appearedLine({ resource, control }: Appeared, { style }: View): string {
  const severity = paintSeverity(severityOf(control.severity.scoreFactor), style);
  return `  + ${severity}  ${printable(shownName(resource.name))}  ${control.controlID} ${printable(control.name)}`;
}

function fixedLine({ resourceId, controlId, controlName, isGone }: Fixed, { style }: View): string {
  const why = isGone ? "the resource is gone" : style.good("fixed");
  return `  - ${why}  ${printable(resourceId)}  ${printable(`${controlId} ${controlName}`.trimEnd())}`;
}

function limited<T>(all: readonly T[], { verbose, style }: View, line: (one: T) => string): string[] {
  const shown = verbose ? all : all.slice(0, shownAtMost);
  const hidden = all.length - shown.length;
  return [...shown.map(line), ...(hidden === 0 ? [] : [style.dim(`    … ${hidden} more; --verbose shows all`)])];
}

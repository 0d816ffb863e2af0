import type { Summary } from "../result/summarise.ts";
import { counted } from "../terminal/layout.ts";
import { printable } from "../terminal/printable.ts";
import { changeLines } from "./changes.ts";
import { conclusion, nextCommands } from "./closing.ts";
import { controlTable } from "./control-table.ts";
import type { Scanned, View } from "./view.ts";
import { worstResources } from "./worst-resources.ts";

/** The report for people: controls, then the worst resources, then the result, where a terminal stops scrolling. */
export function prettyReport(summary: Summary, scanned: Scanned, view: View): string {
  const blocks = [
    [title(summary, scanned, view)],
    controlTable(summary.controls, view),
    worstResources(summary, view),
    scanned.since === undefined ? [] : changeLines(scanned.since.changes, scanned.since.report, view),
    conclusion(summary, view),
    nextCommands(summary, scanned, view),
  ];
  const lines = blocks.filter((block) => block.length > 0).flatMap((block) => ["", ...trimmed(block)]);
  return `${lines.join("\n")}\n`;
}

function title({ controls, resources }: Summary, { name, objects, durationSeconds }: Scanned, { style }: View): string {
  const parts = [
    counted(objects, "object"),
    ...(resources.length === objects ? [] : [`${resources.length} of them judged`]),
    counted(controls.length, "control"),
    `${durationSeconds.toFixed(1)} s`,
  ];
  return `${style.bold(printable(name))}  ${style.dim(parts.join(", "))}`;
}

function trimmed(lines: string[]): string[] {
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

import { severityOf } from "@sortie/wire/plain";
import type { ControlResult } from "../result/summarise.ts";
import { counted, cut, wrap } from "../terminal/layout.ts";
import { printable } from "../terminal/printable.ts";
import { paintSeverity, severityWidth } from "./severity.ts";
import type { View } from "./view.ts";

const idWidth = 6;
const failedWidth = 14;
const complianceWidth = 10;
const shownControls = 25;

/** One row a control: severity, ID, name, how many resources failed, compliance. Passed ones are only counted. */
export function controlTable(controls: ControlResult[], view: View): string[] {
  const failed = controls.filter(({ status }) => status === "failed");
  const others = controls.filter(({ status }) => status !== "failed");
  const shown = view.verbose ? controls : failed.slice(0, shownControls);
  const hidden = failed.length - shown.length;
  const lines = shown.length === 0 ? [] : [heading(view), ...shown.flatMap((control) => row(control, view))];
  if (!view.verbose && hidden > 0) lines.push(view.style.dim(`  … ${counted(hidden, "more failed control")}`));
  if (!view.verbose && others.length > 0) lines.push(view.style.dim(`  ${inWords(others)}`));
  return lines;
}

function nameWidth({ width }: View): number {
  const others = 2 + severityWidth + 2 + idWidth + 2 + failedWidth + complianceWidth + 2;
  return Math.min(60, Math.max(16, width - others));
}

function heading(view: View): string {
  const name = "CONTROL".padEnd(idWidth + 2 + nameWidth(view));
  const numbers = `${"FAILED / ALL".padStart(failedWidth)}${"COMPLIANT".padStart(complianceWidth + 2)}`;
  return view.style.dim(`  ${"SEVERITY".padEnd(severityWidth)}  ${name}${numbers}`);
}

function row(control: ControlResult, view: View): string[] {
  const { definition, resources } = control;
  const room = nameWidth(view);
  const all = resources.failed + resources.passed + resources.skipped;
  const counts = all === 0 ? "–" : `${resources.failed} / ${all}`;
  const severity = paintSeverity(severityOf(definition.baseScore), view.style);
  const line = `  ${severity}  ${definition.id}  ${cut(printable(definition.name), room).padEnd(room)}${counts.padStart(failedWidth)}  ${answer(control, view)}`;
  return view.verbose ? [line, ...how(control, view)] : [line];
}

/** Compliance, or why there is none. */
function answer({ status, subStatus, compliance }: ControlResult, { style }: View): string {
  if (status === "skipped") return style.dim("skipped".padStart(complianceWidth));
  if (subStatus === "irrelevant") return style.dim("no subject".padStart(complianceWidth));
  const percent = `${Math.floor(compliance)} %`.padStart(complianceWidth);
  return status === "passed" ? style.good(percent) : percent;
}

/** Why a failed control matters and how to fix it; why a skipped one was skipped. */
function how({ definition, status, subStatus, info }: ControlResult, { width, style }: View): string[] {
  const indent = " ".repeat(2 + severityWidth + 2);
  const room = Math.min(100, width) - indent.length;
  const quiet = (text: string) => wrap(printable(text), room).map((line) => indent + style.dim(line));
  if (status === "skipped") return quiet(["Skipped", info || subStatus].filter((part) => part !== "").join(": "));
  if (status !== "failed") return [];
  const fix = definition.remediation
    .trimEnd()
    .split("\n")
    .flatMap((line) => (/^\s|^$/.test(line) ? [line] : wrap(line, room)));
  return [...quiet(definition.description), ...fix.map((line) => `${indent}${printable(line)}`.trimEnd()), ""];
}

function inWords(controls: ControlResult[]): string {
  const passed = controls.filter(({ status }) => status === "passed");
  const irrelevant = passed.filter(({ subStatus }) => subStatus === "irrelevant");
  const skipped = controls.length - passed.length;
  const parts: string[] = [];
  if (passed.length > irrelevant.length) parts.push(`${counted(passed.length - irrelevant.length, "control")} passed`);
  if (irrelevant.length > 0) parts.push(`${irrelevant.length} had nothing to look at`);
  if (skipped > 0) parts.push(`${skipped} skipped`);
  return parts.join(", ");
}

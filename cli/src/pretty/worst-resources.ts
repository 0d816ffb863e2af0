import { type Advice, type Edit, editsOf } from "@sortie/posture/fixes";
import type { ControlDefinition, ScannedControl } from "@sortie/wire";
import { type Severity, severities, severityOf, valueAtPath } from "@sortie/wire/plain";
import { treeOf } from "../input/manifest-object.ts";
import type { SourcedObject } from "../input/read-input.ts";
import { shownName } from "../result/resource-id.ts";
import type { ResourceResult, Summary } from "../result/summarise.ts";
import { counted, cutMiddle } from "../terminal/layout.ts";
import { printable } from "../terminal/printable.ts";
import { editLines } from "./edit-lines.ts";
import { severityCounts } from "./severity.ts";
import type { View } from "./view.ts";

/** What is shown of a long list when nobody asked for everything. */
const limits = { resources: 3, edits: 10 };

/** The resources with the worst failures, and for each what to change where. */
export function worstResources({ resources, controls }: Summary, view: View): string[] {
  const failed = resources.filter((resource) => resource.controls.some(isFailed));
  if (failed.length === 0) return [];
  const definitions = new Map(controls.map(({ definition }) => [definition.id, definition]));
  const shown = view.verbose ? failed : failed.slice(0, limits.resources);
  const lines = shown.flatMap((resource) => [...resourceLines(resource, definitions, view), ""]);
  const hidden = failed.length - shown.length;
  const title = view.style.bold(view.verbose ? "What to fix, worst first" : "Worst resources");
  if (hidden > 0) {
    const verb = hidden === 1 ? "has" : "have";
    lines.push(
      view.style.dim(`  ${counted(hidden, "more resource")} ${verb} something to fix; --verbose shows all.`),
      "",
    );
  }
  return [title, ...lines];
}

function resourceLines(resource: ResourceResult, definitions: Map<string, ControlDefinition>, view: View): string[] {
  const { style, width } = view;
  const name = printable(shownName(resource.name));
  const object = resource.source && treeOf(resource.source.object);
  const edits = editsOf(resource.controls).toSorted(compareEdits(object));
  const shown = view.verbose ? edits : edits.slice(0, limits.edits);
  const hidden = edits.length - shown.length;
  return [
    `  ${style.bold(cutMiddle(name, width - 2))}  ${severityCounts(resource.failures, style)}`,
    ...whereabouts(resource).map((line) => `  ${style.dim(line)}`),
    ...shown.flatMap((edit) => linesOf(edit, object, definitions, view)),
    ...(hidden > 0 ? [style.dim(`    … ${counted(hidden, "more change")}`)] : []),
  ];
}

/** File and line; for a subject, the role and the binding that its rights come from. */
function whereabouts({ source, related }: ResourceResult): string[] {
  const places = source ? [placeOf(source)] : [];
  return [
    ...places,
    ...related.map((one) => [shownName(one.name), one.source ? placeOf(one.source) : ""].join("  ").trimEnd()),
  ].map(printable);
}

function placeOf({ place: { file, line } }: SourcedObject): string {
  return line === undefined ? file : `${file}:${line}`;
}

/** By severity; then what is there and wrong before what is missing, since it is what an attacker uses. */
function compareEdits(object: unknown): (a: Edit, b: Edit) => number {
  const rank = (edit: Edit) => severities.indexOf(severityOfEdit(edit)) * 2 + (isThere(edit.advice, object) ? 0 : 1);
  return (a, b) => rank(a) - rank(b);
}

function isThere(advice: Advice, object: unknown): boolean {
  if (advice.type === "set") return valueAtPath(object, advice.path) !== undefined;
  return advice.type === "remove" || advice.type === "look";
}

/** An edit's controls are in order of their score. */
function severityOfEdit({ controls }: Edit): Severity {
  return severityOf(controls[0]?.severity.scoreFactor ?? 0);
}

function linesOf(edit: Edit, object: unknown, definitions: Map<string, ControlDefinition>, view: View): string[] {
  const definition = definitions.get(edit.controls[0]?.controlID ?? "");
  return editLines({ ...edit, severity: severityOfEdit(edit), definition, object }, view);
}

function isFailed({ status }: ScannedControl): boolean {
  return status.status === "failed";
}

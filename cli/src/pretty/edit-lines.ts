import type { Advice, Edit } from "@sortie/posture/fixes";
import type { ControlDefinition, Severity } from "@sortie/wire";
import { valueAtPath } from "@sortie/wire/plain";
import { wantedText } from "../result/advice-text.ts";
import { wrap } from "../terminal/layout.ts";
import { printable } from "../terminal/printable.ts";
import { paintSeverity, severityWidth } from "./severity.ts";
import type { View } from "./view.ts";

/** An edit with what is known around it: the object as it is now, and the first control that asks for the edit. */
type ShownEdit = Edit & { severity: Severity; definition: ControlDefinition | undefined; object: unknown };

const verbs: Record<Advice["type"], string> = {
  set: "set",
  remove: "remove",
  look: "check",
  run: "run",
  explain: "see",
};
const verbWidth = 8;
const indent = " ".repeat(4 + severityWidth + 2);

/** What to do, then which controls ask for it. A path stays whole, so that it can be copied. */
export function editLines(edit: ShownEdit, view: View): string[] {
  const { advice, controls, severity } = edit;
  const room = Math.max(20, view.width - indent.length - verbWidth);
  const start = `    ${paintSeverity(severity, view.style)}  ${verbs[advice.type].padEnd(verbWidth)}`;
  const below = (lines: string[]) => lines.map((line) => indent + " ".repeat(verbWidth) + line);
  if (advice.type === "run" || advice.type === "explain") {
    const [first = "", ...more] = wrap(advice.type === "run" ? printable(advice.command) : explanation(edit), room);
    return [start + first, ...below(more)];
  }
  const path = printable(advice.path);
  const value = advice.type === "set" ? ` ${printable(wantedText(advice.value))}` : "";
  const present = now(edit);
  const ids = controls.map(({ controlID }) => controlID).join(" ");
  const line = start + path + view.style.good(value) + view.style.dim(present);
  const width = path.length + value.length + present.length;
  if (width + 2 + ids.length <= room) return [`${line}  ${view.style.dim(ids)}`];
  return [line, ...below(wrap(ids, room).map(view.style.dim))];
}

/** The control in words, and the first sentence of how it is fixed. */
function explanation({ controls, definition }: ShownEdit): string {
  const [sentence = ""] = (definition?.remediation ?? "").split(/(?<=\.)\s|\n\s*\n/);
  return printable([controls[0]?.controlID, `${controls[0]?.name ?? ""}:`, sentence.replace(/\s+/g, " ")].join(" "));
}

/** Paths of text that is a name and never a credential. */
const nameAtEnd = /\.capabilities\.(?:add|drop)\[\d+\]$/;

/** What stands there now, if it is a switch, a number or a known name: other text could be a credential. */
function now({ advice, object }: ShownEdit): string {
  if (!("path" in advice)) return "";
  const value = valueAtPath(object, advice.path);
  const isName = typeof value === "string" && nameAtEnd.test(advice.path);
  return isName || typeof value === "boolean" || typeof value === "number" ? ` (is ${printable(String(value))})` : "";
}

import type { ControlDefinition, FrameworkDefinition } from "@sortie/wire";
import { severities, severityOf } from "@sortie/wire/plain";
import { paintSeverity } from "../pretty/severity.ts";
import type { View } from "../pretty/view.ts";
import { counted, wrap } from "../terminal/layout.ts";
import { printable } from "../terminal/printable.ts";

/** Controls a line each, worst first, and how many of each severity there are. */
export function controlList(controls: readonly ControlDefinition[], { style }: View): string {
  const sorted = controls.toSorted((a, b) => b.baseScore - a.baseScore || (a.id < b.id ? -1 : 1));
  const lines = sorted.map(
    ({ id, name, baseScore }) => `${paintSeverity(severityOf(baseScore), style)}  ${id}  ${printable(name)}`,
  );
  const counts = severities
    .map((severity) => [severity, sorted.filter(({ baseScore }) => severityOf(baseScore) === severity).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count} ${severity.toLowerCase()}`);
  return `${[...lines, "", `${counted(sorted.length, "control")}: ${counts.join(", ")}`].join("\n")}\n`;
}

/** All that the library says about a control. */
export function controlPage(
  { id, name, baseScore, description, remediation, references, rules, category, actionRequired }: ControlDefinition,
  frameworks: readonly FrameworkDefinition[],
  { style, width }: View,
): string {
  const asking = frameworks.filter(({ controls }) => controls.includes(id)).map((framework) => framework.name);
  const facts: [string, string][] = [
    ["Severity", `${severityOf(baseScore)} (${baseScore} of 10)`],
    ...(category === undefined ? [] : [["Category", category] as [string, string]]),
    ...(actionRequired === undefined ? [] : [["Needs", actionRequired] as [string, string]]),
    ["Frameworks", asking.join(", ") || "none"],
    ["Rules", rules.join(", ")],
  ];
  const section = (title: string, lines: string[]) => ["", style.bold(title), ...lines];
  const lines = [
    style.bold(printable(`${id}  ${name}`)),
    ...facts.flatMap(([fact, text]) => {
      const [first = "", ...more] = wrap(printable(text), width - 12);
      return [`${fact.padEnd(12)}${first}`, ...more.map((line) => " ".repeat(12) + line)];
    }),
    ...section("Why it matters", wrap(printable(description), width)),
    ...section("How to fix it", remediation.trimEnd().split("\n").map(printable)),
    ...(references.length === 0 ? [] : section("References", references.map(printable))),
  ];
  return `${lines.join("\n")}\n`;
}

import { functionName } from "../analyse/mocked-functions.ts";
import { descend, functionAt, type Program } from "../analyse/program.ts";
import { isDocument } from "../analyse/variables.ts";
import type { RefTerm, With } from "../syntax/ast.ts";
import { declare, type Site } from "./site.ts";

/** The context in which an expression with `with` modifiers runs; the values are those of the context around it. */
export function withContext(site: Site, withs: readonly With[]): string {
  if (withs.length === 0) return site.context;
  const changes = withs.map((with_) => change(site, with_));
  return declare(site, `${site.context}${changes.join("")}`, "x");
}

function change(site: Site, { target, value }: With): string {
  const { code, emit, report } = site.unit;
  const name = functionName(site.unit.program, target);
  if (name !== undefined) return `.withFunction(${code.string(name)}, ${mock(site, value)})`;
  if (target.kind !== "ref" || !isDocument(target.head) || target.head.kind !== "var") {
    report.add("rego_type_error", "with keyword target must reference existing input, data, or a function", target.loc);
    return "";
  }
  if (value.kind === "builtin") {
    report.add("rego_type_error", "with keyword value must not be a function here", value.loc);
    return "";
  }
  if (isInsideRule(site.unit.program, target)) {
    report.add("rego_compile_error", "with keyword cannot partially replace virtual document(s)", target.loc);
    return "";
  }
  const path = target.path.map((part) => emit.term(site, part)).join(", ");
  const method = target.head.name === "input" ? "withInput" : "withData";
  return `.${method}([${path}], ${emit.term(site, value)})`;
}

/** A place in the value of a rule, which only the rule as a whole can be replaced with. */
function isInsideRule({ root }: Program, { head, path }: RefTerm): boolean {
  if (head.kind !== "var" || head.name !== "data") return false;
  const keys = path.map((part) => (part.kind === "scalar" && typeof part.value === "string" ? part.value : ""));
  const { node, depth } = descend(root, keys);
  return node.group !== undefined && depth < keys.length;
}

function mock(site: Site, value: With["value"]): string {
  const { code, emit } = site.unit;
  if (value.kind === "builtin") return `builtin(${code.string(value.name)})`;
  const group = value.kind === "ref" ? functionAt(site.unit.program, value) : undefined;
  if (group !== undefined) return site.unit.ruleName(group);
  return `() => ${emit.term(site, value)}`;
}

import { expect, it, vi } from "vitest";
import { buildProgram } from "../analyse/build-program.ts";
import { nameTable } from "../analyse/name-table.ts";
import type { Clause } from "../analyse/program.ts";
import { ErrorReport } from "../analyse/report.ts";
import { defaultBuiltins } from "../capabilities/builtin-table.ts";
import { parseModule } from "../syntax/parse-module.ts";
import { demandsAtFront } from "./front-demands.ts";

function definitionOf(rule: string): Clause {
  const modules = [parseModule("t.rego", `package t\nr := 1 if input\n${rule}`, 1)];
  const report = new ErrorReport(10);
  const program = buildProgram(modules, nameTable(modules, { builtins: defaultBuiltins, print: false }), report);
  const clause = program.groups[0]?.clauses[1];
  if (clause === undefined) throw new Error("no such definition");
  return clause;
}

function chain(branches: number): Clause {
  const conditions = Array.from({ length: branches }, (_, i) => `{ input.kind == "k${i}"; input.name == "n" }`);
  return definitionOf(`r := 0 if ${conditions.join(" else := 1 if ")}`);
}

/** Members that sets are given while demands are looked for. */
function membersAdded(clause: Clause): number {
  const add = vi.spyOn(Set.prototype, "add");
  const union = vi.spyOn(Set.prototype, "union");
  demandsAtFront(clause);
  const united = union.mock.results.reduce((sum, { value }) => sum + (value as Set<unknown>).size, 0);
  const added = add.mock.calls.length + united;
  add.mockRestore();
  union.mockRestore();
  return added;
}

it("finds what each branch of a definition asks for", () => {
  const [kind, ...more] = demandsAtFront(
    definitionOf(`r := 2 if { input.kind == "a"; input.no == 1 } else := 3 if input.kind in {"b", "c"}`),
  );
  expect(kind).toMatchObject({ root: "input", path: ["kind"], values: new Set(["a", "b", "c"]) });
  expect(more).toEqual([]);
  expect(demandsAtFront(definitionOf(`r := 2 if input.kind == "a" else := 3`))).toEqual([]);
});

it("looks at the values of each else branch once", () => {
  expect(membersAdded(chain(200))).toBeLessThan(2.5 * membersAdded(chain(100)));
});

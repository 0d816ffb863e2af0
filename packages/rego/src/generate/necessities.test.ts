import { expect, it } from "vitest";
import { compile } from "../compile.ts";
import { serialise } from "../serialise/serialise.ts";

const kinds = `
kinds := {"Pod", "Job"}
paths := {"Pod": "spec", "Job": "spec.template.spec"}
is_pod(x) if x.kind == "Pod"
is_one(x) if x.kind in kinds
path(x) := paths[x.kind]
either(x) := 1 if x.kind == "Pod"
either(x) := 2 if x.kind == "Job"
chained(x) := "yes" if { x.kind == "Pod" } else := "no"
default always(_) := 1
always(x) := 2 if x.kind == "Pod"
`;
const objects = ["Pod", "Job", "Node", "Pod"].map((kind, i) => ({ kind, name: `${kind}${i}` }));
/** Long enough to be indexed when it is looked at for the third time. */
const many = Array.from({ length: 12 }, () => objects).flat();

function namesOf(line: string, extra = ""): unknown {
  const source = `package t\n${kinds}\nfound contains x.name if {\n  some x in input\n  ${line}\n}\n${extra}`;
  const query = compile([{ name: "t.rego", source }]).prepare("data.t.found");
  const [short, long] = [query.evaluate({ input: objects }), query.evaluate({ input: many })];
  expect(long).toEqual(short);
  return short;
}

it.each<[line: string, names: string[]]>([
  [`is_pod(x)`, ["Pod0", "Pod3"]],
  [`is_one(x)`, ["Job1", "Pod0", "Pod3"]],
  [`path(x) != ""`, ["Job1", "Pod0", "Pod3"]],
  [`either(x) > 0`, ["Job1", "Pod0", "Pod3"]],
  [`kind := x.kind; kind in {"Node", "Pod"}`, ["Node2", "Pod0", "Pod3"]],
  [`[either(x)] == [1]`, ["Pod0", "Pod3"]],
  [`chained(x)`, ["Job1", "Node2", "Pod0", "Pod3"]],
  [`always(x) == 1`, ["Job1", "Node2"]],
  [`not is_pod(x)`, ["Job1", "Node2"]],
  [`count([1 | is_pod(x)]) == 0`, ["Job1", "Node2"]],
])("finds what satisfies %s", (line, names) => {
  expect(namesOf(line)).toEqual(names);
});

it.each<[replacement: string, names: string[]]>([
  [`data.t.kinds as {"Node"}`, ["Node2"]],
  [`data.t.is_one as data.t.always`, ["Job1", "Node2", "Pod0", "Pod3"]],
])("does not hold where a test replaces %s", (replacement, names) => {
  const source = `package t\n${kinds}\nfound contains x.name if { some x in input; is_one(x) }\nreplaced := names if names := found with ${replacement}`;
  const policy = compile([{ name: "t.rego", source }]);
  expect(policy.evaluate("data.t.replaced", { input: objects })).toEqual(names);
});

it("looks for partners through a function as fast as through a line", () => {
  const source = `package t\n${kinds}\nfound contains [x.name, y.name] if {\n  some x in input\n  some y in input\n  is_pod(y)\n  x.name == y.name\n}`;
  const policy = compile([{ name: "t.rego", source }]);
  const input = Array.from({ length: 3000 }, (_, i) => ({ kind: i === 7 ? "Pod" : "Node", name: `n${i}` }));
  expect(policy.evaluate("data.t.found", { input, limits: { steps: 20_000 } })).toEqual([["n7", "n7"]]);
});

it.each([
  [100, true],
  [400, false],
])("looks %i lines ahead: %o", (lines, isFound) => {
  const between = Array.from({ length: lines }, (_, i) => `input.a${i}`).join("\n");
  const source = `package t\nfound if {\n  some x in input.xs\n  ${between}\n  x.kind == "Pod"\n}`;
  const { text } = serialise(compile([{ name: "t.rego", source }]), { queries: ["data.t.found"] });
  expect(text.includes("positions(")).toBe(isFound);
});

it("refuses more loops within each other than can be compiled, whatever they run over", () => {
  const loops = Array.from({ length: 1100 }, (_, i) => `some x${i} in input.a${i}`).join("\n");
  const source = `package t\nfound if {\n  ${loops}\n}`;
  expect(() => compile([{ name: "t.rego", source }])).toThrow("too deep or too large to compile");
});

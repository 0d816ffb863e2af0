import { expect, it } from "vitest";
import type { SourceRule } from "../library/library.ts";
import { type CompiledRule, compileRules } from "./compile-rules.ts";

const lib = [
  {
    name: "lib/pods.rego",
    source: "package sortie.lib.pods\nis_pod(object) if object.kind == `Pod`",
  },
];

const denyPods = rule(
  "deny-pods",
  `import data.sortie.lib.pods
   deny contains {"alertObject": {"k8sApiObjects": [object]}, "failedPaths": ["kind"]} if {
     some object in input
     pods.is_pod(object)
   }`,
);
const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "x" } };
const node = { apiVersion: "v1", kind: "Node", metadata: { name: "n" } };

it("asks a rule, which may use the library's shared Rego", () => {
  const { answers, considered } = ask(compile([denyPods])[0], [pod, node]);
  expect(answers).toMatchObject([{ objects: [pod], paths: [{ failedPath: "kind" }] }]);
  expect(considered).toBeUndefined();
});

it("reads which objects a rule considers", () => {
  const source = "considered contains object if { some object in input; object.kind == `Pod` }";
  const pods = rule("pods", `${source}\ndeny contains {} if false`);
  expect(ask(compile([pods])[0], [pod, node])).toEqual({ answers: [], considered: [pod] });
});

it("reads both what fails and what is considered", () => {
  const source = `considered contains object if { some object in input; object.kind == "Pod" }
    deny contains {"alertObject": {"k8sApiObjects": [object]}} if some object in considered`;
  expect(ask(compile([rule("both", source)])[0], [pod, node])).toMatchObject({
    answers: [{ objects: [pod] }],
    considered: [pod],
  });
});

it("knows which rules have to be given everything at once, whether in what fails or in what is considered", () => {
  const joins = [
    rule("pairs", 'deny contains {"failedPaths": ["kind"]} if { some a in input; some b in input; a.name == b.name }'),
    rule(
      "counts",
      "considered contains object if { some object in input; count(input) > 1 }\ndeny contains {} if false",
    ),
  ];
  expect(compile([...joins, denyPods])).toMatchObject([{ joins: true }, { joins: true }, { joins: false }]);
});

it("shows a rule the control inputs that it declares and no others", () => {
  const reads = rule(
    "reads",
    'deny contains {"alertObject": {}, "failedPaths": [name]} if some name, _ in data.postureControlInputs',
    { controlInputs: ["seen"] },
  );
  const [compiled] = compileRules({ code: codeOf([reads]), inputs: { seen: ["x"], unseen: ["y"] } }, [reads], signal());
  expect(ask(compiled, [pod]).answers).toMatchObject([{ paths: [{ failedPath: "seen" }] }]);
});

it("leaves out rules that do not compile, says why, and keeps the others", () => {
  const unsafe = rule("unsafe", 'deny contains {"failedPaths": [nobody]} if input[0]');
  const broken = rule("broken", "deny contains {");
  const [first, second, third] = compile([unsafe, denyPods, broken]);
  expect(first).toMatchObject({
    broken: expect.stringMatching(/^rules\/unsafe\/rule\.rego:2: rego_unsafe_var_error: /),
  });
  expect(ask(second, [pod]).answers).toHaveLength(1);
  expect(third).toMatchObject({ broken: expect.stringMatching(/^rules\/broken\/rule\.rego:\d+: rego_parse_error: /) });
});

it("leaves out a rule that never answers, which would let everything pass", () => {
  const misnamed = rule("misnamed", "violation contains {} if input[0]");
  const elsewhere = rule("elsewhere", "", {
    module: { name: "rules/elsewhere/rule.rego", source: "package house\ndeny contains {} if input[0]" },
  });
  expect(compile([misnamed, elsewhere, denyPods])).toMatchObject([
    { broken: 'rules/misnamed/rule.rego: has no deny in the package sortie.rules["misnamed"]' },
    { broken: 'rules/elsewhere/rule.rego: has no deny in the package sortie.rules["elsewhere"]' },
    { joins: false },
  ]);
});

it("bounds what a user's own rule does", () => {
  const deepest = 501;
  const steps = Array.from({ length: deepest }, (_, n) => `f${n}(x) := f${n + 1}(x)`);
  const own = rule(
    "own",
    `${steps.join("\n")}\nf${deepest}(x) := x\ndeny contains {"failedPaths": [f0("a")]} if input[0]`,
  );
  const code = { over: codeOf([own]), base: codeOf([denyPods]) };
  const [users, librarys] = compileRules({ code, inputs: {} }, [own, denyPods], signal());
  expect(() => ask(users, [pod])).toThrow("limit reached: depth");
  expect(ask(librarys, [pod]).answers).toHaveLength(1);
});

it("refuses a library whose shared Rego does not compile", () => {
  const bad = { name: "lib/bad.rego", source: "package sortie.lib.bad\nx if {" };
  const code = { ...codeOf([denyPods]), lib: [bad] };
  expect(() => compileRules({ code, inputs: {} }, [denyPods], signal())).toThrow(
    expect.objectContaining({ code: "invalid_input", message: expect.stringContaining("lib/bad.rego:") }),
  );
});

function compile(rules: SourceRule[]): CompiledRule[] {
  return compileRules({ code: codeOf(rules), inputs: {} }, rules, signal());
}

function codeOf(rules: SourceRule[]) {
  return { lib, rules: new Map(rules.map((one) => [one.name, one])) };
}

function ask(compiled: CompiledRule | undefined, input: unknown[]) {
  if (!compiled || "broken" in compiled) throw new Error(`cannot be asked: ${compiled?.broken}`);
  return compiled.ask(input);
}

function rule(name: string, source: string, more: Partial<SourceRule> = {}): SourceRule {
  const module = { name: `rules/${name}/rule.rego`, source: `package sortie.rules["${name}"]\n${source}` };
  return { name, module, match: [], dynamicMatch: [], controlInputs: [], ...more };
}

function signal(): AbortSignal {
  return new AbortController().signal;
}

import type { KubeObject } from "@sortie/kube";
import { RegoLimitError } from "@sortie/rego";
import { expect, it } from "vitest";
import { readSet } from "../artifacts/read-set.ts";
import { smallArtifacts } from "../artifacts/small-artifacts.ts";
import { compileRules } from "../evaluate/compile-rules.ts";
import { statusName } from "../evaluate/control-verdict.ts";
import { startEvaluation } from "../evaluate/evaluation.ts";
import { releasedRule } from "../evaluate/released-rules.ts";
import { selectControls } from "../select/select-controls.ts";
import type { LoadedLibrary } from "./library.ts";
import { releasedLibrary } from "./released-library.ts";

const own: LoadedLibrary = {
  controls: [],
  frameworks: [],
  rules: new Map(),
  inputs: { ours: ["1"] },
  exceptions: [],
  code: { released: new Map() },
};

function libraryOf(changes: Record<string, unknown> = {}): LoadedLibrary {
  const texts = Object.entries(smallArtifacts(changes));
  return releasedLibrary(readSet(new Map(texts.map(([name, text]) => [name, Buffer.from(text)]))), own);
}

const pod = (name: string, namespace: string): KubeObject => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace },
});
const podType = { group: "", version: "v1", kind: "Pod", plural: "pods" };

/** Statuses by rule and resource, and why rules were skipped. */
async function judged(library: LoadedLibrary, objects: KubeObject[]) {
  const { rules } = selectControls(library, { frameworks: [], controls: [] }, "cluster");
  const signal = new AbortController().signal;
  const evaluation = startEvaluation(compileRules(library, rules, signal), signal);
  evaluation.add({ type: podType, objects });
  const { table, reasons } = await evaluation.finish([]);
  const verdicts = [...table.all()].flatMap(({ resource, statuses }) =>
    rules.map(({ name }, index) => `${name} ${resource.id} ${statusName(statuses[index] ?? 0)}`),
  );
  return { verdicts, reasons: Object.fromEntries([...reasons].map(([index, why]) => [rules[index]?.name, why])) };
}

it("is a library like our own, in order, with what the set leaves open filled in", () => {
  const library = libraryOf();
  expect(library.controls).toMatchObject([
    { id: "C-0900", name: "Twins", description: "Twins", references: ["https://example.com/twins"], rules: ["twins"] },
    { id: "C-0901", baseScore: 8, category: "Workload", actionRequired: "configuration", typeTags: ["security"] },
  ]);
  expect(library.frameworks).toMatchObject([
    {
      name: "Small",
      partial: true,
      controls: ["C-0901", "C-0900"],
      controlNames: { "C-0901": "Names, as Small calls it" },
    },
  ]);
  expect(library.rules.get("names")).toMatchObject({ controlInputs: ["forbiddenNames"] });
  expect(library.inputs).toEqual({ forbiddenNames: ["bad"], threshold: ["3"] });
  expect(libraryOf({ default_config_inputs: undefined }).inputs).toEqual({ ours: ["1"] });
});

it("judges by released rules: answers of any name, objects that the rule is about, joins over all objects", async () => {
  const { verdicts, reasons } = await judged(libraryOf(), [pod("bad", "shop"), pod("bad", "lab"), pod("good", "shop")]);
  expect(reasons).toEqual({});
  expect(verdicts.toSorted()).toEqual([
    "names /v1/lab/Pod/bad failed",
    "names /v1/shop/Pod/bad failed",
    "names /v1/shop/Pod/good passed",
    "twins /v1/lab/Pod/bad failed",
    "twins /v1/shop/Pod/bad failed",
    "twins /v1/shop/Pod/good passed",
  ]);
});

it.each<[call: string, holds: boolean]>([
  ['list_contains(["a", "b"], "b")', true],
  ["unix_permissions_allow(420, 384)", true],
  ["unix_permissions_allow(420, 448)", false],
  ['is_strict_conf_ownership("root", "wheel")', false],
  ['getPodName({"name": "a"}) == "a"', true],
  ['is_subobject({"app": "a"}, {"app": "a", "tier": "b"})', true],
  ['is_subobject({"app": "a"}, {"app": "b"})', false],
])("gives rules %s of the modules that every release relies on", (call, holds) => {
  const rule = releasedRule("r", {
    rule: packaged(`import data.cautils\ndeny[answer] { cautils.${call}; answer := {"failedPaths": ["a"]} }`),
    enumerator: undefined,
  });
  if (typeof rule === "string") throw new Error(rule);
  expect(rule.ask({ input: [] }).answers).toHaveLength(holds ? 1 : 0);
});

it("finds out from the Rego whether a rule joins objects, whatever functions it has", () => {
  const about = (rego: string, enumerator?: string) => releasedRule("r", { rule: packaged(rego), enumerator });
  const single = "deny[{}] { is_bad(input[_]) }\nis_bad(pod) { pod.bad }";
  expect(about(single)).toMatchObject({ joins: false });
  expect(about(single, packaged("deny[{}] { count(input) > 1 }"))).toMatchObject({ joins: true });
  expect(about(`${single}\nmore[{}] { input[0].a == input[1].a }`)).toMatchObject({ joins: true });
});

const matched = [{ apiGroups: [""], apiVersions: ["v1"], resources: ["Pod"] }];
const packaged = (rego: string) => `package armo_builtins\n${rego}`;
const unusable: [what: string, rule: Record<string, unknown>, reason: RegExp][] = [
  ["does not parse", { rule: packaged("deny[") }, /rule\.rego:\d+:\d+: rego_parse_error/],
  [
    "calls what there is not",
    { rule: packaged("deny[x] { x := exec(input) }") },
    /rego_type_error: undefined function exec/,
  ],
  ["is in another language", { ruleLanguage: "CEL", rule: "true" }, /^is written in CEL, not in Rego$/],
  ["is huge", { rule: packaged(`# ${"x".repeat(300_000)}`) }, /^has more than 256 KiB of Rego$/],
  [
    "answers in another package",
    { rule: "package house\ndeny[1] { true }" },
    /no answers in the package armo_builtins/,
  ],
  ["has a broken enumerator", { rule: packaged("deny[1] { false }"), resourceEnumerator: "?" }, /filter\.rego/],
  [
    "needs an aggregator of its own",
    { rule: packaged(""), attributes: { resourcesAggregator: "magic" } },
    /^needs magic/,
  ],
  [
    "answers nonsense",
    { rule: packaged('deny = "no" { input[_] }') },
    /^answers in an unknown shape: deny is no list$/,
  ],
];

it.each(unusable)("skips a rule that %s, says why, and goes on with the others", async (_, rule, reason) => {
  const rules = JSON.parse(smallArtifacts().rules ?? "") as object[];
  const library = libraryOf({ rules: [rules[0], { name: "twins", match: matched, ...rule }] });
  const { verdicts, reasons } = await judged(library, [pod("bad", "shop")]);
  expect(reasons).toEqual({ twins: expect.stringMatching(reason) });
  expect(verdicts.toSorted()).toEqual(["names /v1/shop/Pod/bad failed", "twins /v1/shop/Pod/bad skipped"]);
});

it("gives the reason for a rule that the set does not have, which matches nothing", async () => {
  const rules = JSON.parse(smallArtifacts().rules ?? "") as object[];
  const { reasons } = await judged(libraryOf({ rules: rules.slice(0, 1) }), [pod("bad", "shop")]);
  expect(reasons).toEqual({ twins: "the artifacts do not have this rule" });
});

it("ends a rule that would not end", () => {
  const endless = packaged(`deny[x] {
	n := numbers.range(1, 100000)
	x := n[_] * n[_] * n[_]
	x < 0
}`);
  const rule = releasedRule("endless", { rule: endless, enumerator: undefined });
  if (typeof rule === "string") throw new Error(rule);
  expect(() => rule.ask({ input: [], limits: { deadlineMs: 50 } })).toThrow(RegoLimitError);
});

it("ends a rule that would fill the memory", () => {
  const hoarder = packaged(`deny[x] {
	all := [[i, j] | i := numbers.range(1, 1000)[_]; j := numbers.range(1, 1000)[_]]
	x := {"alertMessage": sprintf("%d", [count(all)])}
}`);
  const rule = releasedRule("hoarder", { rule: hoarder, enumerator: undefined });
  if (typeof rule === "string") throw new Error(rule);
  const limits = { heapBytes: 4 * 1024 * 1024 };
  expect(() => rule.ask({ input: [], limits })).toThrow("limit reached: memory");
});

it("matches a pattern that would take others for ever", () => {
  const bomb = packaged(`deny[answer] {
	regex.match("^(a+)+$", concat("", [input[0].text, "!"]))
	answer := {}
}`);
  const rule = releasedRule("bomb", { rule: bomb, enumerator: undefined });
  if (typeof rule === "string") throw new Error(rule);
  expect(rule.ask({ input: [{ text: "a".repeat(5000) }] })).toEqual({ answers: [] });
});

it("reaches no host, whatever a rule asks", () => {
  const curious = packaged(`deny[answer] {
	response := http.send({"method": "get", "url": "http://127.0.0.1:1/", "raise_error": false})
	answer := {"failedPaths": [response.error.message], "alertObject": {"k8sApiObjects": [input[0]]}}
}`);
  const rule = releasedRule("curious", { rule: curious, enumerator: undefined });
  if (typeof rule === "string") throw new Error(rule);
  const { answers } = rule.ask({ input: [pod("a", "b")] });
  expect(answers[0]?.paths[0]?.failedPath).toBe("http.send: disallowed host: 127.0.0.1");
});

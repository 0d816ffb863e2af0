import type { KubeObject } from "@sortie/kube";
import { RegoEvaluationError, RegoLimitError } from "@sortie/rego";
import { Choices } from "@sortie/rego/choices";
import { expect, it } from "vitest";
import type { Rule } from "../library/library.ts";
import { typeOfObject } from "../objects/object-type.ts";
import type { Answer } from "./answer.ts";
import { AnswerError } from "./answer.ts";
import type { CompiledRule } from "./compile-rules.ts";
import { startEvaluation } from "./evaluation.ts";

it("fails what a rule names and passes the rest", async () => {
  const rule = compiled({}, (input) => input.filter(isBad).map(failing));
  expect(await verdicts([rule], [[pod("good"), pod("bad")]])).toEqual({ good: ["passed"], bad: ["failed"] });
});

it("asks a rule about single objects at once, and lets go of them", async () => {
  const asked: number[] = [];
  const rule = compiled({}, (input) => {
    asked.push(input.length);
    return [];
  });
  const evaluation = startEvaluation([rule], signal());
  evaluation.add(batch([pod("a"), pod("b")]));
  expect(asked).toEqual([2]);
  evaluation.add(batch([pod("c")]));
  await evaluation.finish([]);
  expect(asked).toEqual([2, 1]);
});

it("asks a rule that joins objects once, about all of them", async () => {
  const rule = joining((input) => (input.length > 2 ? input.map(failing) : []));
  expect(await verdicts([rule], [[pod("a"), pod("b")], [pod("c")]])).toEqual({
    a: ["failed"],
    b: ["failed"],
    c: ["failed"],
  });
});

it("does not ask a rule about kinds that it does not match", async () => {
  const rule = compiled({ match: [{ apiGroups: ["apps"], apiVersions: ["v1"], resources: ["Deployment"] }] }, () =>
    expect.unreachable(),
  );
  expect(await verdicts([rule], [[pod("a")]])).toEqual({});
});

it("judges only what a rule considers, and what it names beyond", async () => {
  const rule = compiled(
    {},
    (input) => [failing(input[1])],
    (input) => [input[0]],
  );
  expect(await verdicts([rule], [[pod("a"), pod("b"), pod("c")]])).toEqual({ a: ["passed"], b: ["failed"] });
});

it("skips only the object that a rule about single objects cannot cope with", async () => {
  const rule = compiled({}, (input) => {
    if (input.some(isBad)) throw new RegoEvaluationError("eval_conflict_error", "two values");
    return [];
  });
  const evaluated = await evaluate([rule], [[pod("a"), pod("b"), pod("bad"), pod("c")]]);
  expect(evaluated.statuses).toEqual({ a: ["passed"], b: ["passed"], bad: ["skipped"], c: ["passed"] });
  expect(evaluated.reasons).toEqual(new Map([[0, "eval_conflict_error: two values"]]));
});

it("skips everything that a failing join was about and goes on with other rules", async () => {
  const broken = joining(() => {
    throw new AnswerError("deny is no list");
  });
  const sound = compiled({}, () => []);
  const evaluated = await evaluate([broken, sound], [[pod("a"), pod("b")]]);
  expect(evaluated.statuses).toEqual({ a: ["skipped", "passed"], b: ["skipped", "passed"] });
  expect(evaluated.reasons.get(0)).toBe("answers in an unknown shape: deny is no list");
});

it("does not ask a rule again that reached a limit", async () => {
  let asked = 0;
  const rule = compiled({}, () => {
    asked += 1;
    throw new RegoLimitError("deadline", "data.r.deny");
  });
  const statuses = await verdicts([rule], [[pod("a"), pod("b")], [pod("c")]]);
  expect(statuses).toEqual({ a: ["skipped"], b: ["skipped"], c: ["skipped"] });
  expect(asked).toBe(1);
});

it("gives the reason for a rule that does not compile", async () => {
  const rule: CompiledRule = { rule: ruleOf({}), broken: "r.rego:3: rego_parse_error: unexpected }" };
  const evaluated = await evaluate([rule], [[pod("a")]]);
  expect(evaluated.statuses).toEqual({ a: ["skipped"] });
  expect(evaluated.reasons.get(0)).toBe("r.rego:3: rego_parse_error: unexpected }");
});

it("does not judge by a join that lacks one of its kinds", async () => {
  const joins = joining((input) => input.map(failing));
  const single = compiled({}, (input) => input.map(failing));
  const evaluation = startEvaluation([joins, single], signal());
  evaluation.add(batch([pod("a")]));
  const missing = { type: typeOfObject("v1", "Service"), reason: "cannot list services: forbidden" };
  const evaluated = await evaluation.finish([missing]);
  expect(namedStatuses(evaluated.table.all())).toEqual({ a: ["skipped", "failed"] });
  expect(evaluated.reasons.get(0)).toBe("cannot list services: forbidden");
});

it("asks RBAC rules about subjects, in batches", async () => {
  const rbac = "rbac.authorization.k8s.io/v1";
  const subjects = Array.from({ length: 501 }, (_, n) => ({ kind: "User", name: `user-${n}` }));
  const role = { apiVersion: rbac, kind: "ClusterRole", metadata: { name: "admin" } };
  const binding = {
    apiVersion: rbac,
    kind: "ClusterRoleBinding",
    metadata: { name: "b" },
    roleRef: { kind: "ClusterRole", name: "admin" },
    subjects,
  };
  const asked: number[] = [];
  const rule = compiled(
    {
      resourcesAggregator: "subject-role-rolebinding",
      match: [{ apiGroups: ["*"], apiVersions: ["v1"], resources: ["ClusterRole", "ClusterRoleBinding"] }],
    },
    (input) => {
      asked.push(input.length);
      return [];
    },
  );
  const evaluation = startEvaluation([rule], signal());
  evaluation.add({ type: typeOfObject(rbac, "ClusterRoleBinding"), objects: [binding] });
  evaluation.add({ type: typeOfObject(rbac, "ClusterRole"), objects: [role] });
  const { table } = await evaluation.finish([]);
  expect(asked).toEqual([250, 250, 1]);
  expect(table.size).toBe(501);
});

it("stops between two rules when it is told to", async () => {
  const stop = new AbortController();
  const rule = joining(() => []);
  const evaluation = startEvaluation([rule], stop.signal);
  evaluation.add(batch([pod("a")]));
  stop.abort(new Error("stopped"));
  await expect(evaluation.finish([])).rejects.toThrow("stopped");
});

/** Every way of cutting a list into batches gives the verdicts of the whole list (seeded, so that a failure repeats). */
it.each(Array.from({ length: 30 }, (_, seed) => [seed]))(
  "judges batches as it judges the whole list (seed %d)",
  async (seed) => {
    const choices = new Choices(seed);
    const objects = Array.from({ length: 60 }, (_, n) => pod(`${choices.chance(0.3) ? "bad" : "good"}-${n}`));
    const rules = () => [
      compiled({}, (input) => input.filter(isBad).map(failing)),
      joining((input) => input.filter((one) => input.length > 40 && isBad(one)).map(failing)),
      compiled({}, (input) => {
        if (input.some((one) => isBad(one) && nameOf(one).endsWith("7"))) throw new AnswerError("seven");
        return [];
      }),
    ];
    const cut: KubeObject[][] = [];
    for (let rest = objects; rest.length > 0; ) {
      const size = 1 + choices.below(20);
      cut.push(rest.slice(0, size));
      rest = rest.slice(size);
    }
    expect(await verdicts(rules(), cut)).toEqual(await verdicts(rules(), [objects]));
  },
);

async function verdicts(rules: CompiledRule[], batches: KubeObject[][]) {
  return (await evaluate(rules, batches)).statuses;
}

async function evaluate(rules: CompiledRule[], batches: KubeObject[][]) {
  const evaluation = startEvaluation(rules, signal());
  for (const objects of batches) evaluation.add(batch(objects));
  const { table, reasons } = await evaluation.finish([]);
  return { statuses: namedStatuses(table.all()), reasons };
}

function namedStatuses(all: Iterable<{ resource: { name: string }; statuses: Uint8Array }>) {
  const names = ["unseen", "passed", "skipped", "failed"];
  return Object.fromEntries(
    [...all].map(({ resource, statuses }) => [resource.name, [...statuses].map((s) => names[s])]),
  );
}

function compiled(
  rule: Partial<Rule>,
  ask: (input: unknown[]) => Answer[],
  considered?: (input: unknown[]) => unknown[],
): CompiledRule {
  const answer = (input: unknown[]) => ({ answers: ask(input), considered: considered?.(input) });
  return { rule: ruleOf(rule), joins: false, ask: answer };
}

function joining(ask: (input: unknown[]) => Answer[]): CompiledRule {
  return { rule: ruleOf({}), joins: true, ask: (input) => ({ answers: ask(input) }) };
}

function ruleOf(rule: Partial<Rule>): Rule {
  const match = [{ apiGroups: [""], apiVersions: ["v1"], resources: ["Pod", "Service"] }];
  return {
    name: "r",
    match,
    dynamicMatch: [],
    controlInputs: [],
    ...rule,
  };
}

function failing(object: unknown): Answer {
  return { objects: [object], paths: [], related: [] };
}

function isBad(object: unknown): boolean {
  return nameOf(object).startsWith("bad");
}

function nameOf(object: unknown): string {
  return (object as KubeObject).metadata?.name ?? "";
}

function pod(name: string): KubeObject {
  return { apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "shop" } };
}

function batch(objects: KubeObject[]) {
  return { type: typeOfObject("v1", "Pod"), objects };
}

function signal(): AbortSignal {
  return new AbortController().signal;
}

import { expect, it } from "vitest";
import { selects } from "./label-selector.ts";

type Requirement = Parameters<typeof selects>[0]["matchExpressions"][number];

const labels = { app: "web", tier: "front", "app.kubernetes.io/name": "web" };

it.each<[matchLabels: Record<string, string>, fits: boolean]>([
  [{}, true],
  [{ app: "web" }, true],
  [{ app: "web", "app.kubernetes.io/name": "web" }, true],
  [{ app: "web", tier: "back" }, false],
  [{ app: "we." }, false],
  [{ owner: "" }, false],
])("labels that match %j: %s", (matchLabels, fits) => {
  expect(selects({ matchLabels, matchExpressions: [] }, labels)).toBe(fits);
});

it.each<[key: string, operator: Requirement["operator"], values: string[], fits: boolean]>([
  ["app", "In", ["shop", "web"], true],
  ["app", "In", ["shop"], false],
  ["owner", "In", ["blue"], false],
  ["app", "NotIn", ["shop"], true],
  ["app", "NotIn", ["shop", "web"], false],
  ["owner", "NotIn", ["blue"], true],
  ["app", "Exists", [], true],
  ["owner", "Exists", [], false],
  ["constructor", "Exists", [], false],
  ["app", "DoesNotExist", [], false],
  ["owner", "DoesNotExist", [], true],
])("%s %s %j: %s", (key, operator, values, fits) => {
  expect(selects({ matchLabels: {}, matchExpressions: [{ key, operator, values }] }, labels)).toBe(fits);
});

it("wants everything in a selector to fit", () => {
  const expression = (operator: Requirement["operator"]) => ({ key: "tier", operator, values: [] });
  const matchLabels = { app: "web" };
  expect(selects({ matchLabels, matchExpressions: [expression("Exists")] }, labels)).toBe(true);
  expect(selects({ matchLabels, matchExpressions: [expression("Exists"), expression("DoesNotExist")] }, labels)).toBe(
    false,
  );
});

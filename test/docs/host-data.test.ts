import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";

const root = join(import.meta.dirname, "..", "..");

it("the page of host data counts the controls that ask for each kind", () => {
  const rows = read("docs/reference/host-data.md").matchAll(/^\| `(\w+)` .*\| +(\d+) \|$/gm);
  const counted = [...rows].map(([, kind = "", count]) => [kind, Number(count)] as const);
  expect(counted.length).toBe(10);
  const asked = controlsByKind();
  expect(counted).toEqual(counted.map(([kind]) => [kind, asked.get(kind.toLowerCase()) ?? 0]));
});

/** How many controls have a rule that asks for a kind of host data, by its name in lower case: case does not count. */
function controlsByKind(): Map<string, number> {
  const counts = new Map<string, number>();
  for (const file of globSync("policies/controls/*.yaml", { cwd: root })) {
    const { rules } = parse(read(file)) as { rules: string[] };
    for (const kind of new Set(rules.flatMap(kindsOf))) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

type RuleFile = { dynamicMatch?: { apiGroups: string[]; resources: string[] }[] };

function kindsOf(rule: string): string[] {
  const { dynamicMatch = [] } = parse(read(`policies/rules/${rule}/rule.yaml`)) as RuleFile;
  const ofHosts = dynamicMatch.filter(({ apiGroups }) => apiGroups.includes("hostdata.kubescape.cloud"));
  return ofHosts.flatMap(({ resources }) => resources.map((kind) => kind.toLowerCase()));
}

function read(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

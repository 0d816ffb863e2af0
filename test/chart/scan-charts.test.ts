import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { helmPath, kubectlPath } from "../cluster/tools.ts";

const main = join(import.meta.dirname, "..", "..", "cli", "src", "main.ts");
const folder = mkdtempSync(join(tmpdir(), "scan-charts-"));
const tools = { HELM: "", KUBECTL: "" };

beforeAll(async () => {
  Object.assign(tools, { HELM: await helmPath(), KUBECTL: await kubectlPath() });
  const pod = (name: string, privileged: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\n` +
    `spec: { containers: [{ name: a, image: a, securityContext: { privileged: ${privileged} } }] }\n`;
  const files = {
    "shop/Chart.yaml": "apiVersion: v2\nname: web-shop\nversion: 1.0.0\n",
    "shop/values.yaml": "privileged: false\n",
    "shop/templates/first.yaml": pod("{{ .Release.Name }}-first", "{{ .Values.privileged }}"),
    "shop/templates/second.yaml": pod("second", "true"),
    "needy/Chart.yaml": "apiVersion: v2\nname: needy\nversion: 1.0.0\n",
    "needy/templates/a.yaml": '{{ required "say a name" .Values.name }}\n',
    "kust/base/kustomization.yaml": "resources: [pod.yaml]\n",
    "kust/base/pod.yaml": pod("third", "true"),
    "kust/prod/kustomization.yaml": "namePrefix: prod-\nresources: [../base]\n",
    "plain.yaml": pod("plain", "true"),
    "strict.json": '{"privileged": true}',
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

type Ended = { status: unknown; stdout: string; stderr: string };

async function scan(args: string[], env = {}): Promise<Ended> {
  const command = [main, "scan", ...args, "--control", "C-0057", "--format", "json"];
  return await new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: folder, env: { ...process.env, ...env } }, (error, stdout, stderr) =>
      resolve({ status: error?.code ?? 0, stdout, stderr }),
    );
  });
}

type Report = {
  resources: { resourceID: string; source?: { relativePath?: string } }[];
  results: { resourceID: string; controls: { status: { status: string } }[] }[];
};

/** `<resource> <status> <file>` */
function findings({ stdout }: Ended): string[] {
  const { resources, results } = JSON.parse(stdout) as Report;
  const files = new Map(resources.map(({ resourceID, source }) => [resourceID, source?.relativePath]));
  return results.map(
    ({ resourceID, controls }) => `${resourceID} ${controls[0]?.status.status} ${files.get(resourceID)}`,
  );
}

it("scans what Helm and Kustomize make of folders, beside plain manifests, and names the template", {
  timeout: 120_000,
}, async () => {
  const ended = await scan(["."], tools);
  expect(findings(ended)).toEqual([
    "/v1//Pod/plain failed plain.yaml",
    "/v1//Pod/prod-third failed kust/prod/kustomization.yaml",
    "/v1//Pod/second failed shop/templates/second.yaml",
    "/v1//Pod/shop-first passed shop/templates/first.yaml",
  ]);
  expect(ended.status).toBe(2);
  expect(ended.stderr).toMatch(/needy: helm refused it: .*say a name/);
});

it("gives a chart the person's values, and says which tool is missing", { timeout: 120_000 }, async () => {
  const ended = await scan(["shop", "kust", "--values", "strict.json"], {
    ...tools,
    KUBECTL: "absent",
    KUSTOMIZE: "gone",
  });
  expect(findings(ended)).toEqual([
    "/v1//Pod/second failed shop/templates/second.yaml",
    "/v1//Pod/shop-first failed shop/templates/first.yaml",
  ]);
  expect(ended.stderr).toContain("kust/prod: a kustomization, which needs absent or gone: not found");
});

import { expect, it } from "vitest";
import { runCommand } from "../cluster/run-command.ts";
import { helmPath } from "../cluster/tools.ts";
import { at, chart, helm, objectOf, render } from "./render.ts";

it("passes helm's strict lint", async () => {
  const report = await runCommand(await helmPath(), ["lint", "--strict", "--quiet", chart]);
  expect(report).not.toContain("[ERROR]");
});

it("renders the same bytes twice, so a GitOps controller sees no difference where there is none", async () => {
  const renderAll = () => helm(["template", "sortie", chart, "--include-crds"]);
  expect(await renderAll()).toBe(await renderAll());
});

it("leaves to storage what it makes itself: its certificate and the bundle of its APIService", async () => {
  const rendering = await render();
  expect(objectOf(rendering, "Secret", "storage-certificate")).not.toHaveProperty("data");
  const apiService = objectOf(rendering, "APIService", "v1beta1.spdx.softwarecomposition.kubescape.io");
  expect(apiService.spec).not.toHaveProperty("caBundle");
  expect(apiService.spec).not.toHaveProperty("insecureSkipTLSVerify");
});

it("has no hooks and looks nothing up, so installing, upgrading and rendering are one thing", async () => {
  const { objects } = await render();
  const hooks = objects.filter((object) => at(object, "metadata", "annotations", "helm.sh/hook") !== undefined);
  expect(hooks).toEqual([]);
});

it("labels every object with the recommended labels", async () => {
  const { objects } = await render({ global: { networkPolicy: { enabled: true } }, namespace: { create: true } });
  for (const { kind, metadata } of objects) {
    expect(at(metadata, "labels"), `${kind}/${metadata.name}`).toMatchObject({
      "app.kubernetes.io/name": "sortie",
      "app.kubernetes.io/instance": "sortie",
      "app.kubernetes.io/component": expect.any(String),
      "app.kubernetes.io/managed-by": "Helm",
      "helm.sh/chart": expect.stringMatching(/^sortie-/),
    });
  }
});

it("gives names that Kubernetes takes, of a release whose name has a dot where it is cut off", async () => {
  const manifest = await helm(["template", `${"a".repeat(39)}.b`, chart]);
  const names = [...manifest.matchAll(/^ {2}name: "?([^"\n]*)/gm)].map(([, name = ""]) => name);
  expect(names).toContain(`${"a".repeat(39)}-dispatcher-jobs`);
  expect(names.filter((name) => /[-.]\.|\.-/.test(name))).toEqual([]);
});

it("refuses a cluster older than the admission policies it is fenced by", async () => {
  await expect(helm(["template", "sortie", chart, "--kube-version=1.29.0"])).rejects.toThrow("kubeVersion");
});

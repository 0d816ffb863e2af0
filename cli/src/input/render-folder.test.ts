import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { renderFolder } from "./render-folder.ts";

// What Helm and Kustomize themselves make of folders is tested with them in test/chart/scan-charts.test.ts. Here programs
// stand in for them that do what those seldom do.
let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "Chart of-mine-")));
});
afterEach(() => rmSync(folder, { recursive: true }));

const chart = () => ({ kind: "chart" as const, folder, file: join(folder, "Chart.yaml") });

async function render(script: string, signal = new AbortController().signal) {
  const program = join(folder, "tool");
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  const environment = { PATH: "/usr/bin:/bin", HELM: program, KUBECTL: program, SECRET: "s" };
  const made = await renderFolder(chart(), { environment, valuesFiles: ["a b.yaml"], signal });
  return made instanceof Buffer ? made.toString() : made;
}

it("gives the tool its arguments one by one, no shell, and no cluster", async () => {
  expect(await render('printf "%s|" "$@"; printf "%s" "$KUBECONFIG"')).toBe(
    `template|release|${folder}|--values|${join(process.cwd(), "a b.yaml")}|/dev/null`,
  );
});

it("says in the tool's own words why it refused", async () => {
  expect(await render('echo "Error: values" >&2; echo "" >&2; echo "Use --debug flag" >&2; exit 1')).toEqual({
    problem: "tool refused it: Error: values",
  });
  expect(await render('echo "Get https://me:secret@example.com/a" >&2; exit 1')).toEqual({
    problem: "tool refused it: Get https://***@example.com/a",
  });
  const link = 'level=INFO msg="found symbolic link in path" path=/chart/a resolved=/b';
  expect(await render(`echo '${link}' >&2; echo "Error: values" >&2; exit 1`)).toEqual({
    problem: "tool refused it: Error: values",
  });
  expect(await render("exit 3")).toEqual({ problem: "tool refused it: exit status 3" });
});

it("ends a tool that writes without end", async () => {
  expect(await render("exec cat /dev/zero")).toEqual({ problem: "tool made more than 64 MiB of it" });
});

it("ends the tool with the scan", async () => {
  const stop = new AbortController();
  const rendering = render("exec sleep 60", stop.signal);
  stop.abort(new Error("stopped"));
  await expect(rendering).rejects.toThrow("stopped");
});

it("names the tool that is missing", async () => {
  const rendering = { environment: { PATH: folder }, valuesFiles: [], signal: new AbortController().signal };
  expect(await renderFolder(chart(), rendering)).toEqual({ problem: "a Helm chart, which needs helm: not found" });
  expect(await renderFolder({ ...chart(), kind: "kustomization" }, rendering)).toEqual({
    problem: "a kustomization, which needs kubectl or kustomize: not found",
  });
});

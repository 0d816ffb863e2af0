import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isMap, parseAllDocuments } from "yaml";
import { runCommand } from "../cluster/run-command.ts";
import { helmPath } from "../cluster/tools.ts";

export const chart = join(import.meta.dirname, "..", "..", "charts", "sortie");

/** A rendered object. Tests reach into it with `at`. */
export type Rendered = { kind: string; metadata: { name: string; namespace?: string }; [field: string]: unknown };

export type Rendering = {
  /** The objects as text, which is enough to tell two renderings apart. */
  manifest: string;
  /** Read from it when somebody looks. */
  readonly objects: Rendered[];
  /** What helm prints after an installation. */
  notes: string;
};

const rendered = new Map<string, Promise<Rendering>>();

/**
 * Renders the chart as `helm install` does, without a cluster. Values are those of one values file. Most tests look at the
 * same few renderings: each is made once.
 */
export function render(values: object = {}, options: string[] = []): Promise<Rendering> {
  const key = JSON.stringify([values, options]);
  const known = rendered.get(key) ?? renderOnce(values, options);
  rendered.set(key, known);
  return known;
}

async function renderOnce(values: object, options: string[]): Promise<Rendering> {
  const text = await helm(["install", "sortie", chart, "--dry-run=client", "--output=json", ...options], values);
  const { manifest, info } = JSON.parse(text) as { manifest: string; info: { notes: string } };
  let objects: Rendered[] | undefined;
  return {
    manifest,
    notes: info.notes,
    get objects() {
      objects ??= objectsOf(manifest);
      return objects;
    },
  };
}

/** Runs helm on a values file, for the namespace kubescape and without a cluster. */
export async function helm(args: string[], values: object = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "chart-"));
  try {
    const file = join(folder, "values.json");
    writeFileSync(file, JSON.stringify(values));
    const env = { ...process.env, KUBECONFIG: "/nonexistent" };
    return await runCommand(await helmPath(), [...args, "--namespace=kubescape", `--values=${file}`], { env });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function objectsOf(manifest: string): Rendered[] {
  return parseAllDocuments(manifest)
    .filter((document) => isMap(document.contents))
    .map((document) => document.toJS() as Rendered);
}

/** The only object of that kind and name. */
export function objectOf({ objects }: Rendering, kind: string, name: string): Rendered {
  const found = objects.filter((one) => one.kind === kind && one.metadata.name === name);
  if (found.length !== 1) throw new Error(`${found.length} objects ${kind}/${name}`);
  return found[0] as Rendered;
}

/** A value by its path: field names, and numbers for items of a list. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown> | undefined)?.[step], value);
}

/** The template of configuration scans, as the dispatcher reads it. */
export function jobTemplate(rendering: Rendering): Rendered {
  const text = at(objectOf(rendering, "ConfigMap", "sortie-job-templates"), "data", "config-scan.yaml") as string;
  return objectsOf(text)[0] as Rendered;
}

type PodSpec = {
  containers: {
    image: string;
    env?: { name: string; value?: string }[];
    securityContext: object;
    [field: string]: unknown;
  }[];
  [field: string]: unknown;
};

/** Pods this chart makes, by the name of their program. */
export function pods(rendering: Rendering): Record<"dispatcher" | "storage" | "config-scan", PodSpec> {
  const podOf = (object: Rendered) => at(object, "spec", "template", "spec") as PodSpec;
  return {
    dispatcher: podOf(objectOf(rendering, "Deployment", "dispatcher")),
    storage: podOf(objectOf(rendering, "Deployment", "storage")),
    "config-scan": podOf(jobTemplate(rendering)),
  };
}

/** Environment of a pod's only container, by name. */
export function environment({ containers }: PodSpec): Record<string, string | undefined> {
  return Object.fromEntries((containers[0]?.env ?? []).map(({ name, value }) => [name, value]));
}

/** `{ a: { b: value } }` of `a.b`. */
export function nested(path: string, value: unknown): object {
  return path.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;
}

/** Two values files as helm joins them: maps are merged, everything else is replaced. */
export function merge(left: object, right: object): object {
  const isBranch = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
  const merged: Record<string, unknown> = { ...left };
  for (const [key, value] of Object.entries(right)) {
    const own = merged[key];
    merged[key] = isBranch(own) && isBranch(value) ? merge(own as object, value as object) : value;
  }
  return merged;
}

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse, YAMLError } from "yaml";
import { z } from "zod";
import type { RenderedFolder } from "./find-files.ts";

/** Where a kustomization takes from: files, folders and addresses. Other fields are Kustomize's business. */
const Kustomization = z.object({
  kind: z.string().optional(),
  resources: z.array(z.string()).nullish(),
  components: z.array(z.string()).nullish(),
  bases: z.array(z.string()).nullish(),
});

/**
 * Of some charts and kustomizations those that stand for themselves. The base of a found kustomization is scanned as that
 * changes it, and a component or library chart is nothing by itself.
 */
export function standaloneFolders(rendered: RenderedFolder[]): RenderedFolder[] {
  const described = rendered.map((one) => ({ one, fields: one.kind === "chart" ? undefined : fieldsOf(one.file) }));
  const used = new Set(
    described.flatMap(({ one: { folder }, fields }) =>
      [fields?.resources, fields?.components, fields?.bases]
        .flatMap((paths) => paths ?? [])
        .map((path) => resolve(folder, path))
        .filter((path) => path !== resolve(folder)),
    ),
  );
  return described.flatMap(({ one, fields }) => {
    if (one.kind === "chart") return isLibraryChart(one.file) ? [] : [one];
    return fields?.kind === "Component" || used.has(resolve(one.folder)) ? [] : [one];
  });
}

/** What Kustomize will complain about is no concern here. */
function fieldsOf(file: string): z.infer<typeof Kustomization> | undefined {
  return Kustomization.safeParse(yamlOf(file)).data;
}

/** https://helm.sh/docs/topics/library_charts: such a chart has no objects of its own. */
function isLibraryChart(file: string): boolean {
  return z.object({ type: z.literal("library") }).safeParse(yamlOf(file)).success;
}

function yamlOf(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof YAMLError || (error instanceof Error && "code" in error)) return undefined;
    throw error;
  }
}

import { z } from "zod";
import type { ContainerSpec } from "../reports/observed.ts";
import { collapsePaths, type Threshold } from "./collapse-paths.ts";
import { mergeSpecs } from "./merge.ts";

/** `spec` of a CollapseConfiguration. */
export const CollapseSettings = z.object({
  openDynamicThreshold: z.int().optional(),
  endpointDynamicThreshold: z.int().optional(),
  collapseConfigs: z.array(z.object({ prefix: z.string(), threshold: z.int() })).optional(),
});
export type CollapseSettings = z.infer<typeof CollapseSettings>;

/** Those of Kubescape, where there is no CollapseConfiguration named `default`. */
const builtIn = {
  openDynamicThreshold: 50,
  endpointDynamicThreshold: 100,
  collapseConfigs: [
    { prefix: "/etc", threshold: 100 },
    { prefix: "/etc/apache2", threshold: 50 },
    { prefix: "/opt", threshold: 50 },
    { prefix: "/var/run", threshold: 50 },
    { prefix: "/app", threshold: 50 },
  ],
} satisfies CollapseSettings;

/** The profile with patterns in place of many files of one directory, and of many addresses below one path. */
export function collapseProfile(spec: ContainerSpec, settings: CollapseSettings = builtIn): ContainerSpec {
  const opens = spec.opens ?? [];
  const endpoints = spec.endpoints ?? [];
  const file = collapsePaths(
    opens.map(({ path }) => path),
    openThreshold(settings),
  );
  const address = collapsePaths(
    endpoints.map(({ endpoint = "" }) => endpoint),
    () => settings.endpointDynamicThreshold || builtIn.endpointDynamicThreshold,
  );
  const collapsed = {
    ...spec,
    opens: spec.opens && opens.map((open) => ({ ...open, path: file(open.path) })),
    endpoints:
      spec.endpoints &&
      endpoints.map((each) => (each.endpoint === undefined ? each : { ...each, endpoint: address(each.endpoint) })),
  };
  // What has become the same is there once.
  return mergeSpecs(collapsed, collapsed);
}

/** The longest prefix that a directory is below or is decides. */
function openThreshold({ openDynamicThreshold, collapseConfigs = [] }: CollapseSettings): Threshold {
  const longestFirst = collapseConfigs.toSorted((a, b) => b.prefix.length - a.prefix.length);
  return (directory) => {
    const found = longestFirst.find(({ prefix }) =>
      `${directory}/`.startsWith(prefix.endsWith("/") ? prefix : `${prefix}/`),
    );
    return found?.threshold || openDynamicThreshold || builtIn.openDynamicThreshold;
  };
}

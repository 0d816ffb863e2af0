import { defineConfig } from "vitest/config";

/** One file at a time, on a real cluster that all files of the project share. */
const onCluster = { fileParallelism: false, testTimeout: 300_000, hookTimeout: 600_000 };

/** What the projects with an installation do around each test. */
const setupFiles = ["test/e2e/keep-evidence.ts"];

/**
 * `unit` needs no root, no Go and no cluster. The others do; each has a cluster of its own, so that they can run side by
 * side: `system` installs the chart, `chaos` kills what is installed, `parts` needs no installation.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "{packages,dispatcher,storage,jobs,cli,images}/**/*.test.ts",
            "test/chart/**/*.test.ts",
            "test/docs/**/*.test.ts",
            "test/*.test.ts",
          ],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          // Half of the time goes by waiting for programs that tests start.
          maxWorkers: 3,
        },
      },
      {
        test: {
          name: "system",
          include: ["test/e2e/**/*.test.ts"],
          setupFiles,
          ...onCluster,
        },
      },
      { test: { name: "parts", include: ["test/{cluster,images,kube,rego,storage}/**/*.test.ts"], ...onCluster } },
      { test: { name: "chaos", include: ["test/chaos/**/*.test.ts"], setupFiles, ...onCluster } },
    ],
  },
});

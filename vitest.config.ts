import { defineConfig } from "vitest/config";

/** `unit` needs no root, no Go and no cluster; `system` runs real images on a real cluster, one file at a time. */
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
        },
      },
      {
        test: {
          name: "system",
          include: ["test/{cluster,e2e,images,kube,rego,storage,chaos}/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});

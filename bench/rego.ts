// What evaluating the control library costs, beside OPA and regorus: `npm run bench -- rego [--objects=10000]
// [--joins=1250,2500] [--only=engines|growth|streaming|cold-start]`. Both others take about 50 s for one rule that joins objects at
// 10,000 objects, so joins are compared at sizes they finish.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { printColdStart } from "./rego/cold-start.ts";
import { compareEngines } from "./rego/compare-engines.ts";
import { printGrowth } from "./rego/growth.ts";
import { benchLibrary } from "./rego/library.ts";
import { printStreaming } from "./rego/streaming.ts";

export async function regoBench(): Promise<void> {
  const options = {
    objects: { type: "string", default: "10000" },
    joins: { type: "string", default: "1250,2500" },
    only: { type: "string" },
  } as const;
  const { objects, joins, only } = parseArgs({ args: process.argv.slice(3), options }).values;
  const isWanted = (part: string): boolean => only === undefined || only === part;
  const folder = mkdtempSync(join(tmpdir(), "sortie-rego-"));
  try {
    if (isWanted("engines")) {
      const library = benchLibrary();
      await compareEngines(library, "object", Number(objects), folder);
      await compareEngines(library, "subject", Number(objects), folder);
      for (const size of joins.split(",")) {
        await compareEngines(library, "join", Number(size), folder);
        await compareEngines(library, "plain-join", Number(size), folder);
      }
    }
    if (isWanted("growth")) {
      for (const group of ["object", "subject", "join", "plain-join"] as const) await printGrowth(group);
    }
    if (isWanted("streaming")) await printStreaming(benchLibrary(), Number(objects), folder);
    if (isWanted("cold-start")) await printColdStart(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { clusterObjects } from "../cluster-objects/cluster-objects.ts";
import { conftestExamples } from "./corpora/conftest.ts";
import { type Disagreement, disagreements } from "./corpora/disagreements.ts";
import { gatekeeperModules, gatekeeperTemplates, type KubernetesObject } from "./corpora/gatekeeper.ts";
import { readCorpora } from "./corpora/read-corpora.ts";
import { trivyChecks, trivyTests } from "./corpora/trivy.ts";
import type { Question } from "./opa/answers.ts";
import { opaDirectory } from "./opa/driver.ts";
import { startOpa } from "./opa/opa-process.ts";

let corpora: Awaited<ReturnType<typeof readCorpora>>;
let driver: string;

beforeAll(async () => {
  corpora = await readCorpora();
  driver = join(await opaDirectory(), "driver");
});

/** One in `step` of the objects of a cluster, so that every kind is among few. */
function objectsOf(cluster: number, step: number): KubernetesObject[] {
  return [...clusterObjects(cluster)].filter((_, i) => i % step === 0);
}

async function judge(questions: readonly Question[]): Promise<{ found: Disagreement[]; solved: number }> {
  await using opa = startOpa(driver);
  let solved = 0;
  const found: Disagreement[] = [];
  for (const question of questions) {
    const result = await disagreements(question, opa);
    solved += result.solved;
    found.push(...result.found);
  }
  return { found, solved };
}

it("runs Trivy's checks with their tests as OPA does", async () => {
  const { found, solved } = await judge([trivyTests(corpora.trivy)]);
  expect(found).toEqual([]);
  expect(solved).toBeGreaterThan(500);
});

it("finds with Trivy's checks of Kubernetes what OPA finds in a cluster", async () => {
  const { found, solved } = await judge([trivyChecks(corpora.trivy, objectsOf(600, 10))]);
  expect(found).toEqual([]);
  expect(solved).toBeGreaterThan(5000);
});

it("reviews objects with Gatekeeper's templates as OPA does", async () => {
  const { found, solved } = await judge(gatekeeperTemplates(corpora.gatekeeper, objectsOf(600, 20)));
  expect(found).toEqual([]);
  expect(solved).toBeGreaterThan(1000);
});

it("evaluates what Gatekeeper had before templates as OPA does", async () => {
  const { found } = await judge(gatekeeperModules(corpora.gatekeeper));
  expect(found).toEqual([]);
});

it("evaluates conftest's examples as OPA does", async () => {
  const { found, solved } = await judge(conftestExamples(corpora.conftest, objectsOf(600, 50)));
  expect(found).toEqual([]);
  expect(solved).toBeGreaterThan(500);
});

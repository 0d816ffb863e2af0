import { join } from "node:path";
import { clusterObjects } from "../../cluster-objects/cluster-objects.ts";
import { conftestExamples } from "../corpora/conftest.ts";
import { disagreements } from "../corpora/disagreements.ts";
import { gatekeeperTemplates } from "../corpora/gatekeeper.ts";
import { readCorpora } from "../corpora/read-corpora.ts";
import { trivyChecks } from "../corpora/trivy.ts";
import { opaDirectory } from "../opa/driver.ts";
import { startOpa } from "../opa/opa-process.ts";
import { endOf, type Soak } from "./soak.ts";

const clusterSize = 300;

export const corporaSoak: Soak = {
  name: "corpora",
  description: "policies of Trivy, Gatekeeper and conftest over random clusters, as OPA evaluates them",
  run: async (options) => {
    const end = endOf(options);
    const corpora = await readCorpora();
    await using opa = startOpa(join(await opaDirectory(), "driver"));
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (let { seed } = options; performance.now() < end; seed++) {
      const objects = [...clusterObjects(clusterSize, seed)];
      const some = objects.filter((_, i) => i % 10 === 0);
      const questions = [
        trivyChecks(corpora.trivy, objects),
        ...gatekeeperTemplates(corpora.gatekeeper, some),
        ...conftestExamples(corpora.conftest, some),
      ];
      for (const question of questions) {
        const { found, solved } = await disagreements(question, opa);
        counts.passed += solved;
        counts.failed += found.length;
        for (const each of found) options.print(`seed ${seed} ${JSON.stringify(each, null, 2)}`);
      }
    }
    return counts;
  },
};

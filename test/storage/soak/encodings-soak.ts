import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endOf, type Soak } from "../../rego/soak/soak.ts";
import { judge } from "../clientset.ts";
import { startEmbedded } from "../embedded-storage.ts";

const kinds = 12;
const eachRound = 20;

/** Objects that Go's own types make up, in every encoding. */
export const encodingsSoak: Soak = {
  name: "encodings",
  description: `random objects of Kubescape's Go types, written and read in protobuf and JSON, ${kinds * eachRound} a round`,
  run: async (options) => {
    const folder = mkdtempSync(join(tmpdir(), "sortie-encodings-"));
    const kubeconfig = join(folder, "kubeconfig");
    const storage = await startEmbedded(join(folder, "storage.sqlite"), kubeconfig);
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const end = endOf(options);
    try {
      for (let { seed } = options; performance.now() < end; seed += 1) {
        const found = await judge("fuzz", kubeconfig, `seed-${seed}`, { further: [String(seed), String(eachRound)] });
        for (const finding of found) options.print(JSON.stringify(finding));
        counts.failed += found.length;
        counts.passed += kinds * eachRound - found.length;
      }
    } finally {
      await storage.kill();
      rmSync(folder, { recursive: true, force: true });
    }
    return counts;
  },
};

import { bringUp, type Cluster } from "../../cluster/cluster.ts";
import type { Soak } from "../../rego/soak/soak.ts";
import { answersOf } from "../like-the-public-server/answers.ts";
import type { Answer } from "../like-the-public-server/ask.ts";
import { judge } from "../like-the-public-server/judge.ts";
import { installPublicServer } from "../public-server/public-server.ts";
import { installStorage } from "../storage-process.ts";

/** The public server is the best judge of whether its clients find everything as they know it. */
export const publicServerSoak: Soak = {
  name: "public-server",
  description:
    "2,600 requests to Kubescape's own storage server and to ours: each difference has a reason; once, some minutes",
  run: async ({ print }) => {
    const cluster = await bringUp({ name: "public-server" });
    try {
      const theirs = await askedOf(await installPublicServer(cluster), cluster);
      const storage = await installStorage(cluster);
      await storage.waitUntilAvailable();
      const { lines, answers, different, unused } = judge(theirs, await askedOf(storage, cluster));
      for (const line of lines) print(line);
      return { passed: answers - different, failed: different + unused, skipped: 0 };
    } finally {
      await cluster.stop();
    }
  },
};

async function askedOf(server: { remove(): Promise<void> }, cluster: Cluster): Promise<Map<string, Answer>> {
  try {
    return await answersOf(cluster);
  } finally {
    await server.remove();
  }
}

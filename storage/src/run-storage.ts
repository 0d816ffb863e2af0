import { runService } from "@sortie/process";
import { Config } from "./config.ts";
import { giveMemoryBackWhenIdle } from "./memory/give-back.ts";

/**
 * The program from its environment to its end.
 *
 * @param program File to start the writer thread with: the one that is running.
 */
export function runStorage(program: string): Promise<void> {
  return runService("storage", Config, async (service) => {
    service.signal.addEventListener("abort", giveMemoryBackWhenIdle());
    if (service.config.STORAGE_MODE === "embedded") {
      const { startEmbedded } = await import("./embedded/start-embedded.ts");
      return startEmbedded(service, program);
    }
    // What makes certificates takes a tenth of a second to load, which a scan of a file does not wait for.
    const { startCluster } = await import("./cluster/start-cluster.ts");
    return startCluster(service, program);
  });
}

import { type Running, runService, type Service } from "@sortie/process";
import { Config } from "./config.ts";
import { giveMemoryBackWhenIdle } from "./memory/give-back.ts";

/**
 * The program from its environment to its end.
 *
 * @param program File to start the writer thread with: the one that is running.
 */
export function runStorage(program: string): Promise<void> {
  return runService("storage", Config, async (service) => {
    const running = await start(service, program);
    service.signal.addEventListener("abort", giveMemoryBackWhenIdle());
    return running;
  });
}

async function start(service: Service<Config>, program: string): Promise<Running> {
  if (service.config.STORAGE_MODE === "embedded") {
    const { startEmbedded } = await import("./embedded/start-embedded.ts");
    return startEmbedded(service, program);
  }
  // What makes certificates takes a tenth of a second to load, which a scan of a file does not wait for.
  const { startCluster } = await import("./cluster/start-cluster.ts");
  return startCluster(service, program);
}

// A job program whose whole behaviour is `BEHAVIOUR`.
import { JobError, runJob } from "@sortie/process";
import { z } from "zod";

const Config = z.object({ BEHAVIOUR: z.enum(["succeed", "bug", "give_up", "try_again", "wait"]) });

await runJob("test-job", Config, async ({ config, log, signal }) => {
  if (config.BEHAVIOUR === "bug") throw new TypeError("x is not a function");
  if (config.BEHAVIOUR === "give_up") throw new JobError("wrong_target", "cannot scan this", { retry: false });
  if (config.BEHAVIOUR === "try_again") throw new JobError("cluster_unreachable", "no answer", { retry: true });
  if (config.BEHAVIOUR === "wait") {
    log.info("waiting");
    await new Promise((_resolve, reject) => {
      const alive = setInterval(() => {}, 1000);
      signal.addEventListener("abort", () => {
        clearInterval(alive);
        reject(signal.reason);
      });
    });
  }
  return { passed: 40, failed: 2 };
});

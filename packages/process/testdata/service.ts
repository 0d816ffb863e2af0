// A service that says what it does; `BROKEN` makes its start fail, `STUCK` leaves a promise rejected after the start.
import { runService } from "@sortie/process";
import { z } from "zod";

const Config = z.object({ BROKEN: z.stringbool().default(false), STUCK: z.stringbool().default(false) });

await runService("test-service", Config, async ({ config, log }) => {
  if (config.BROKEN) throw new Error("the port is taken");
  if (config.STUCK) setImmediate(() => void Promise.reject(new Error("nobody caught this")));
  const alive = setInterval(() => {}, 1000);
  return {
    stop: async () => {
      clearInterval(alive);
      log.info("closed");
    },
  };
});

// A service that says what it does; `BROKEN` makes its start fail, `STUCK` leaves a promise rejected after the start,
// `ENDLESS` makes its start wait for something that never comes.
import { runService } from "@sortie/process";
import { z } from "zod";

const flag = z.stringbool().default(false);
const Config = z.object({ BROKEN: flag, STUCK: flag, ENDLESS: flag });

await runService("test-service", Config, async ({ config, log }) => {
  if (config.BROKEN) throw new Error("the port is taken");
  if (config.STUCK) setImmediate(() => void Promise.reject(new Error("nobody caught this")));
  const alive = setInterval(() => {}, 1000);
  if (config.ENDLESS) {
    log.info("waiting");
    await new Promise(() => {});
  }
  return {
    stop: async () => {
      clearInterval(alive);
      log.info("closed");
    },
  };
});

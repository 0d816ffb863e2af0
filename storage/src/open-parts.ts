import type { Service } from "@sortie/process";
import { createInFlight } from "./api/limits/in-flight.ts";
import type { VerbDeps } from "./app/serve-resource.ts";
import type { Config } from "./config.ts";
import { createWorkRoom } from "./large/work-room.ts";
import type { Kinds } from "./meta/kind.ts";
import { openStore } from "./store/sqlite/open-store.ts";
import { sources } from "./views/source.ts";
import { computedSources } from "./views/views.ts";
import { createFanOut } from "./watch/fan-out.ts";

/** Events that may wait for one slow watcher: some seconds of a scan of a large cluster. */
const waitingBytes = 16_000_000;
const bookmarkSeconds = 60;

type Parts = Pick<VerbDeps, "kinds" | "store" | "source" | "now" | "watchLimits" | "fanOut" | "inFlight" | "workRoom">;

/** What both modes are made of: the store and what is computed over it. */
export async function openParts(
  { config, clock, log }: Service<Config>,
  kinds: Kinds,
  program: string,
): Promise<Parts> {
  const now = () => clock.now();
  const history = { seconds: config.HISTORY_SECONDS, revisions: config.HISTORY_REVISIONS };
  const damaged = (problem: string) => log.error({ problems: [problem] }, "the database is damaged: restore an export");
  const store = await openStore({ file: config.DATABASE_FILE, history, now, program, damaged });
  return {
    kinds,
    store,
    source: sources(store, computedSources(store)),
    now,
    watchLimits: { bookmarkSeconds, waitingBytes },
    fanOut: createFanOut(store),
    inFlight: createInFlight(),
    workRoom: createWorkRoom(),
  };
}

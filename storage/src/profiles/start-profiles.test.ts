import { randomUUID } from "node:crypto";
import { createLogger } from "@sortie/process";
import { expect, it } from "vitest";
import { openTestServer } from "../testing/test-server.ts";
import { startProfiles } from "./start-profiles.ts";

it("does not end the program where the database is damaged: what can be read is served", async () => {
  await using server = await openTestServer();
  server.store.list = async () => {
    throw new Error("database disk image is malformed");
  };
  const stop = new AbortController();
  const { store, clock } = server;
  const log = createLogger("storage", "silent");
  const following = startProfiles({ store, now: () => clock.now, newId: randomUUID, signal: stop.signal, log });
  stop.abort();
  await expect(following).resolves.toBeUndefined();
});

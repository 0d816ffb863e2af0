import { expect, it } from "vitest";
import { listen } from "./listen.ts";

const app = { fetch: () => new Response("here") };
const anyPort = { host: "127.0.0.1", port: 0 };

it("says which setting names an address that is taken", async () => {
  const first = await listen("REST_ADDRESS", app, anyPort);
  try {
    expect(await (await fetch(first.url)).text()).toBe("here");
    const port = Number(new URL(first.url).port);
    await expect(listen("PROBE_ADDRESS", app, { host: "127.0.0.1", port })).rejects.toThrow(
      `PROBE_ADDRESS 127.0.0.1:${port}: something else listens there`,
    );
  } finally {
    await first.close();
  }
});

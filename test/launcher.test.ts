import { afterAll, beforeAll, it } from "vitest";
import { contract } from "./launcher/contract.ts";
import { embeddedLauncher } from "./launcher/embedded.ts";

let launcher: Awaited<ReturnType<typeof embeddedLauncher>>;
beforeAll(async () => {
  launcher = await embeddedLauncher();
}, 60_000);
afterAll(() => launcher.stop());

it.each(contract)("the process launcher %s", async (_rule, holds) => {
  await holds(launcher);
});

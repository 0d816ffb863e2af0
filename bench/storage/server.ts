import { readFileSync } from "node:fs";
import { openClusterServer } from "./cluster-server.ts";
import { clientFor } from "./light-client.ts";
import type { Server } from "./measured-server.ts";
import { bundledProgram, databaseFolder, startProgram } from "./program.ts";
import { usageOf } from "./usage.ts";

type Options = {
  url?: string | undefined;
  token?: string | undefined;
  cert?: string | undefined;
  key?: string | undefined;
  ca?: string | undefined;
  pid?: string | undefined;
  cluster?: string | undefined;
  light: boolean;
};

export function openServer(options: Options): Promise<Server> {
  if (options.cluster) return openClusterServer(options.cluster, options.light);
  return options.url ? openGiven(options.url, options) : openOwn(options.light);
}

async function openGiven(url: string, { token, cert, key, ca, pid, light }: Options): Promise<Server> {
  const file = (path: string | undefined) => (path === undefined ? undefined : readFileSync(path, "utf8"));
  const client = clientFor(light)({ url, token, cert: file(cert), key: file(key), ca: file(ca) });
  return {
    name: url,
    client,
    usage: () => (pid === undefined ? undefined : usageOf(Number(pid))),
    close: async () => client.close(),
  };
}

async function openOwn(light: boolean): Promise<Server> {
  const folder = databaseFolder();
  const running = await startProgram(await bundledProgram(folder.path), folder.path);
  const client = clientFor(light)(running.address);
  return {
    name: "storage, directly",
    client,
    usage: () => usageOf(running.pid),
    close: async () => {
      client.close();
      await running.stop();
      folder.remove();
    },
  };
}

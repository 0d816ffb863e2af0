// What an API server for scan results takes and costs: `npm run bench -- storage`, against storage itself, or against
// any server that serves its kinds, so that two can be run side by side:
//
//   (nothing)                     starts storage on this machine, without a proxy and without TLS
//   --cluster NAME                starts storage beside the test cluster of that name and goes through kube-apiserver
//   --peer                        beside it: then the public server, built from its Go module, in the same way, and ratios
//   --bare                        beside it: then a server of Node without a store, reached in the same way: its limit
//   --light                       clients that cost a third and do not parse lists, so that the server limits the rates: they
//                                 count a page's objects in its bytes, and the bench ends when there are not all of them
//   --protobuf                    objects travel in protobuf, as Kubescape's own components send them; what is watched, in JSON
//   --busy                        beside another program, which keeps one core busy meanwhile
//   --url URL [--token T | --cert FILE --key FILE] [--ca FILE] [--pid N]
//                                 a server that runs; --pid: the process whose CPU time and memory are counted
//   --only throughput,manifests,watches,latency,large,memory,start
//   --objects 2000 --manifests 200 --clients 8 --seconds 20
//   --warm-up N                   so many scans are made, read, changed and deleted before: what has just begun takes longer
//   --rounds N                    throughput and manifests so often, the servers in turn, and the medians: a machine that others
//                                 share is not the same from one minute to the next
//
// CPU time is that of the server's process. It says more than the rates do where the machine has other work.
import { parseArgs } from "node:util";
import { openBareServer } from "./storage/bare-server.ts";
import { keepCoreBusy } from "./storage/busy-core.ts";
import { printLarge } from "./storage/large.ts";
import { printLatency } from "./storage/latency.ts";
import type { Phase } from "./storage/measure.ts";
import type { Server } from "./storage/measured-server.ts";
import { medians, printMedians } from "./storage/medians.ts";
import { printMemory } from "./storage/memory.ts";
import { openPeerServer } from "./storage/peer-server.ts";
import { inProtobuf } from "./storage/protobuf-client.ts";
import { printRatios } from "./storage/ratios.ts";
import { openServer } from "./storage/server.ts";
import { printStart } from "./storage/start-up.ts";
import { printLimit, printManifests, printThroughput } from "./storage/throughput.ts";
import { printWatchScopes } from "./storage/watch-scopes.ts";
import { WrongOption } from "./wrong-option.ts";

const options = {
  url: { type: "string" },
  token: { type: "string" },
  cert: { type: "string" },
  key: { type: "string" },
  ca: { type: "string" },
  pid: { type: "string" },
  cluster: { type: "string" },
  peer: { type: "boolean", default: false },
  bare: { type: "boolean", default: false },
  light: { type: "boolean", default: false },
  protobuf: { type: "boolean", default: false },
  busy: { type: "boolean", default: false },
  only: { type: "string" },
  objects: { type: "string", default: "2000" },
  manifests: { type: "string", default: "200" },
  clients: { type: "string", default: "8" },
  seconds: { type: "string", default: "20" },
  "warm-up": { type: "string", default: "0" },
  rounds: { type: "string", default: "1" },
} as const;

type Size = "objects" | "manifests" | "clients" | "seconds" | "warm-up" | "rounds";
type Part = (server: Server) => Promise<Phase[]>;

export async function storageBench(): Promise<void> {
  const { values } = parseArgs({ args: process.argv.slice(3), options });
  const isWanted = (part: string): boolean => values.only?.split(",").includes(part) ?? true;
  const size = (name: Size, least = 1) => wholeNumber(name, values[name], least);
  const [objects, manifests, clients, seconds] = [size("objects"), size("manifests"), size("clients"), size("seconds")];
  const [warmUp, rounds] = [size("warm-up", 0), size("rounds")];
  if (values.bare && values.protobuf) throw new WrongOption("--bare reads no --protobuf");
  using _busy = values.busy ? keepCoreBusy() : undefined;
  if (isWanted("throughput")) {
    const load = { count: objects, clients, warmUp };
    const limit = (server: Server) => printLimit(server, load);
    const bare = values.bare ? { open: () => openBareServer(values), part: limit } : undefined;
    await compared((server) => printThroughput(server, load), bare);
  }
  if (isWanted("manifests")) await compared((server) => printManifests(server, { count: manifests, clients }));
  if (isWanted("watches")) await onServer((server) => printWatchScopes(server, { count: objects, clients }));
  if (isWanted("latency")) await onServer((server) => printLatency(server, { seconds, clients }));
  if (isWanted("large")) await onServer(printLarge);
  if (isWanted("memory")) await onServer((server) => printMemory(server, { scans: 10_000, manifests: 2000, clients }));
  if (isWanted("start") && !values.url && !values.cluster) await printStart(10_000);

  /** Every part begins on a server without objects. */
  async function onServer<T>(part: (server: Server) => Promise<T>): Promise<T> {
    return measured(await openServer(values), part, values.protobuf);
  }

  /** The same on the other servers that there are, in turn. */
  async function compared(part: Part, bare?: { open: () => Promise<Server>; part: Part }): Promise<void> {
    const { peer, cluster, light } = values;
    const others = [
      ...(peer && cluster ? [{ title: "ratios", open: () => openPeerServer(cluster, light), part }] : []),
      ...(bare ? [{ title: "parts of the limit", ...bare }] : []),
    ];
    const ours: Phase[][] = [];
    const theirs = others.map((other) => ({ ...other, phases: [] as Phase[][] }));
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await onServer(part));
      for (const other of theirs) other.phases.push(await measured(await other.open(), other.part, values.protobuf));
    }
    if (ours.length > 1) printMedians([ours, ...theirs.map(({ phases }) => phases)]);
    for (const { title, phases } of theirs) printRatios(title, medians(ours), medians(phases));
  }
}

/** @throws WrongOption */
function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text);
  if (text === "" || !Number.isSafeInteger(number) || number < least) {
    throw new WrongOption(`--${name} must be a whole number from ${least} on, not "${text}"`);
  }
  return number;
}

async function measured<T>(server: Server, part: (server: Server) => Promise<T>, isProtobuf: boolean): Promise<T> {
  try {
    return await part(isProtobuf ? { ...server, client: inProtobuf(server.client) } : server);
  } finally {
    await server.close();
  }
}

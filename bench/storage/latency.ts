import { setTimeout as sleep } from "node:timers/promises";
import { table } from "../table.ts";
import { heading, measure, type Phase, percentile, phase, row, usage } from "./measure.ts";
import type { Server } from "./measured-server.ts";
import { pathOf, scans } from "./objects.ts";
import { expectCode } from "./throughput.ts";
import { openWatchers, type Watchers } from "./watchers.ts";

const steadyPerSecond = 50;
const steadyWatchers = 100;
const fullRateWatchers = 10;
const fullRateCreates = 4000;

/** How long a create takes while others watch, and while nobody does. */
export async function printLatency(
  server: Server,
  { seconds, clients }: { seconds: number; clients: number },
): Promise<void> {
  // The first change after a rest waits for the writer's thread.
  await create(server, "first");
  const alone = await steadyCreates(server, `create, ${steadyPerSecond}/s`, seconds);
  const steady = await withWatchers(server, steadyWatchers, async (watchers) => {
    const name = `create, ${steadyWatchers} watchers, ${steadyPerSecond}/s`;
    const creates = await steadyCreates(server, name, seconds);
    const { toldAt } = await watchers.until(creates.sentAt.length);
    return { ...creates, toldMs: creates.sentAt.map((sentAt, index) => (toldAt[index] ?? 0) - sentAt) };
  });
  const full = await withWatchers(server, fullRateWatchers, async (watchers) => {
    const name = `create, ${fullRateWatchers} watchers, full rate`;
    const load = { count: fullRateCreates, clients };
    const creates = await measure(server, name, load, (index) => create(server, `full-${index}`));
    await watchers.until(fullRateCreates);
    return creates;
  });
  const phases = [alone.measured, steady.measured, full];
  console.log(`\n${server.name}: time of a create\n\n${table(heading, phases.map(row))}`);
  const told = [0.5, 0.99].map((part) => percentile(steady.toldMs, part).toFixed(1));
  console.log(`\n${steadyWatchers} watchers: the last was told after ${told[0]} ms (p50), ${told[1]} ms (p99)`);
}

/** Times are milliseconds since 1970. */
type Creates = { measured: Phase; sentAt: number[] };

/** One every so often, whether the one before has been answered or not: waiting for a turn is part of its time. */
async function steadyCreates(server: Server, name: string, seconds: number): Promise<Creates> {
  const before = usage(server);
  const startedAt = performance.now();
  const times: number[] = [];
  const sentAt: number[] = [];
  const count = seconds * steadyPerSecond;
  const waiting: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const due = startedAt + (index * 1000) / steadyPerSecond;
    await sleep(Math.max(0, due - performance.now()));
    const sent = performance.now();
    sentAt.push(performance.timeOrigin + sent);
    const named = `${name.replaceAll(/[^a-z\d]+/g, "-")}-${index}`;
    waiting.push(create(server, named).then(() => void times.push(performance.now() - sent)));
  }
  await Promise.all(waiting);
  const ms = performance.now() - startedAt;
  return { measured: phase(name, server, { before, units: count, ms, times }), sentAt };
}

async function create({ client }: Server, name: string): Promise<void> {
  expectCode(await client.send("POST", pathOf(scans), client.bodies.scan(name)), 201);
}

async function withWatchers<T>(server: Server, count: number, work: (watchers: Watchers) => Promise<T>): Promise<T> {
  const path = `${pathOf(scans)}?watch=1&resourceVersion=fullSpec`;
  const watchers = await openWatchers({ address: server.client.address, path, count });
  try {
    return await work(watchers);
  } finally {
    await watchers.close();
  }
}

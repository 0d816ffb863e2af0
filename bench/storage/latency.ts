import { setTimeout as sleep } from "node:timers/promises";
import { table } from "../rego/table.ts";
import { heading, measure, type Phase, phase, row, usage } from "./measure.ts";
import type { Server } from "./measured-server.ts";
import { pathOf, scan, scans } from "./objects.ts";
import { expectCode } from "./throughput.ts";

const steadyPerSecond = 50;
const steadyWatchers = 100;
const fullRateWatchers = 10;
const fullRateCreates = 4000;

/** How long a create takes while others watch. */
export async function printLatency(
  server: Server,
  { seconds, clients }: { seconds: number; clients: number },
): Promise<void> {
  const steady = await withWatchers(server, steadyWatchers, () => steadyCreates(server, seconds));
  const full = await withWatchers(server, fullRateWatchers, () =>
    measure(server, `create, ${fullRateWatchers} watchers, full rate`, { count: fullRateCreates, clients }, (index) =>
      create(server, `full-${index}`),
    ),
  );
  console.log(`\n${server.name}: time of a create\n\n${table(heading, [steady, full].map(row))}`);
}

/** One every so often, whether the one before has been answered or not: waiting for a turn is part of its time. */
async function steadyCreates(server: Server, seconds: number): Promise<Phase> {
  // The first change after a rest waits for the writer's thread.
  await create(server, "first");
  const before = usage(server);
  const startedAt = performance.now();
  const times: number[] = [];
  const count = seconds * steadyPerSecond;
  const waiting: Promise<void>[] = [];
  for (let index = 0; index < count; index += 1) {
    const due = startedAt + (index * 1000) / steadyPerSecond;
    await sleep(Math.max(0, due - performance.now()));
    const sentAt = performance.now();
    waiting.push(create(server, `steady-${index}`).then(() => void times.push(performance.now() - sentAt)));
  }
  await Promise.all(waiting);
  const name = `create, ${steadyWatchers} watchers, ${steadyPerSecond}/s`;
  return phase(name, server, { before, units: count, ms: performance.now() - startedAt, times });
}

async function create(server: Server, name: string): Promise<void> {
  expectCode(await server.client.send("POST", pathOf(scans), scan(name)), 201);
}

async function withWatchers<T>(server: Server, count: number, work: () => Promise<T>): Promise<T> {
  const path = `${pathOf(scans)}?watch=1&resourceVersion=fullSpec`;
  const watchers = await Promise.all(Array.from({ length: count }, () => server.client.stream(path, () => {})));
  try {
    return await work();
  } finally {
    for (const watcher of watchers) watcher.close();
  }
}

import type { Server } from "./measured-server.ts";

/** What a phase came to. Times in milliseconds. */
export type Phase = {
  name: string;
  perSecond: number;
  p50: number;
  p99: number;
  /** Of the server, for each unit of work; `undefined` where its process is not known. */
  cpuMs: number | undefined;
  /** Of this program, which is the client: where it comes near the server's, rates say little about the server. */
  clientCpuMs: number;
  rssMegabytes: number | undefined;
  ownMegabytes: number | undefined;
  peakMegabytes: number | undefined;
};

export const heading = ["phase", "per s", "p50 ms", "p99 ms", "CPU ms each", "client's", "own MB", "RSS MB", "peak MB"];

/**
 * Does `work` for 0 to `count` - 1, so many at once.
 *
 * @param unitsEach Things that one call is about, where it is about several: objects of a page.
 */
export async function measure(
  server: Server,
  name: string,
  { count, clients, unitsEach = 1 }: { count: number; clients: number; unitsEach?: number },
  work: (index: number) => Promise<void>,
): Promise<Phase> {
  const before = usage(server);
  const startedAt = performance.now();
  const times: number[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (next < count) {
        const index = next;
        next += 1;
        const sentAt = performance.now();
        await work(index);
        times.push(performance.now() - sentAt);
      }
    }),
  );
  return phase(name, server, { before, units: count * unitsEach, ms: performance.now() - startedAt, times });
}

type Before = { server: ReturnType<Server["usage"]>; client: NodeJS.CpuUsage };

/** What both sides have used so far. */
export function usage(server: Server): Before {
  return { server: server.usage(), client: process.cpuUsage() };
}

/** Sums up what was measured elsewhere. */
export function phase(
  name: string,
  server: Server,
  measured: { before: Before; units: number; ms: number; times: number[] },
): Phase {
  const { before, units, ms, times } = measured;
  const after = server.usage();
  const client = process.cpuUsage(before.client);
  return {
    name,
    perSecond: (units / ms) * 1000,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    cpuMs: before.server && after && (after.cpuMs - before.server.cpuMs) / units,
    clientCpuMs: (client.user + client.system) / 1000 / units,
    rssMegabytes: after?.rssMegabytes,
    ownMegabytes: after?.ownMegabytes,
    peakMegabytes: after?.peakMegabytes,
  };
}

export function percentile(times: number[], part: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

/** Cells of a table. */
export function row(measured: Phase): string[] {
  const { name, perSecond, p50, p99, cpuMs, clientCpuMs, ownMegabytes, rssMegabytes, peakMegabytes } = measured;
  const number = (value: number | undefined, digits: number) => value?.toFixed(digits) ?? "";
  return [
    name,
    number(perSecond, 0),
    number(p50, 1),
    number(p99, 1),
    number(cpuMs, 3),
    number(clientCpuMs, 3),
    number(ownMegabytes, 0),
    number(rssMegabytes, 0),
    number(peakMegabytes, 0),
  ];
}

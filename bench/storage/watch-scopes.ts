import { setTimeout as sleep } from "node:timers/promises";
import { table } from "../table.ts";
import type { Server } from "./measured-server.ts";
import { namespace, pathOf, scans } from "./objects.ts";
import { expectCode } from "./throughput.ts";

const patienceSeconds = 30;

type Event = { type: string; object: { metadata: { name: string; resourceVersion: string } } };

/** What a watch showed: `missing` and `twice` count events, `backwards` those behind a later one. */
type Seen = { events: number; missing: number; twice: number; backwards: number };

/** Creates and deletes objects and looks at the events of watches in three scopes. */
export async function printWatchScopes(
  server: Server,
  { count, clients }: { count: number; clients: number },
): Promise<void> {
  const nameOf = (index: number) => `watched-${index}`;
  const chosen = nameOf(Math.floor(count / 2));
  const scopes: [scope: string, path: string, names: string[]][] = [
    [
      "all namespaces",
      `${pathOf(scans, undefined, undefined)}?watch=1`,
      Array.from({ length: count }, (_, i) => nameOf(i)),
    ],
    ["one namespace", `${pathOf(scans)}?watch=1`, Array.from({ length: count }, (_, i) => nameOf(i))],
    ["one object", `${pathOf(scans)}?watch=1&fieldSelector=metadata.name=${chosen}`, [chosen]],
  ];
  const watched = await Promise.all(scopes.map(([, path]) => collect(server, path)));
  let next = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (next < count) {
        const name = nameOf(next);
        next += 1;
        expectCode(await server.client.send("POST", pathOf(scans), server.client.bodies.scan(name)), 201);
        expectCode(await server.client.send("DELETE", pathOf(scans, name)), 200);
      }
    }),
  );
  const rows = await Promise.all(
    scopes.map(async ([scope, , names], index) => {
      const expected = names.flatMap((name) => [`ADDED ${name}`, `DELETED ${name}`]);
      const seen = judged(await (watched[index] as Watched).until(expected.length), new Set(expected));
      return [scope, expected.length, seen.events, seen.missing, seen.twice, seen.backwards];
    }),
  );
  for (const each of watched) each.close();
  const columns = ["watch of", "expected", "events", "missing", "twice", "out of order"];
  console.log(`\n${server.name}: ${count} objects made and deleted in ${namespace}\n\n${table(columns, rows)}`);
}

type Watched = { until: (count: number) => Promise<Event[]>; close: () => void };

async function collect(server: Server, path: string): Promise<Watched> {
  const events: Event[] = [];
  let text = "";
  const { close } = await server.client.stream(path, (chunk) => {
    const lines = (text + chunk.toString()).split("\n");
    text = lines.pop() ?? "";
    for (const line of lines) {
      const event = JSON.parse(line) as Event;
      if (event.type !== "BOOKMARK") events.push(event);
    }
  });
  return {
    close,
    until: async (count) => {
      for (let waited = 0; events.length < count && waited < patienceSeconds * 10; waited += 1) await sleep(100);
      return events;
    },
  };
}

function judged(events: Event[], expected: Set<string>): Seen {
  const keys = events.map(({ type, object }) => `${type} ${object.metadata.name}`);
  const versions = events.map(({ object }) => Number(object.metadata.resourceVersion));
  const distinct = new Set(keys);
  return {
    events: events.length,
    missing: [...expected].filter((key) => !distinct.has(key)).length,
    twice: keys.length - distinct.size,
    backwards: versions.filter((version, index) => index > 0 && version <= (versions[index - 1] ?? 0)).length,
  };
}

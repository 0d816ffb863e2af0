import { expect, it } from "vitest";
import { randomNumbers } from "./testing/random.ts";
import { paths, summary } from "./testing/scans.ts";
import { type Answer, openTestServer, type TestServer } from "./testing/test-server.ts";
import { readWatch } from "./testing/watch-reader.ts";

/** What the server should hold: the number of failed controls and the labels of each object. */
type Model = Map<string, { high: number; team: string; resourceVersion: string }>;
type Seen = { type: string; name: string; high: number; team: string };

const namespaces = ["bank", "shop"];
const names = ["a", "b", "c"];
const teams = ["blue", "red"];
const merge = { "Content-Type": "application/merge-patch+json" };

it.each([1, 2, 3])(
  "agrees with a simple model after random requests, in lists and in every watch (seed %d)",
  async (seed) => {
    await using server = await openTestServer();
    const random = randomNumbers(seed);
    const pick = <T>(from: T[]): T => from[Math.floor(random() * from.length)] as T;
    const model: Model = new Map();
    const expected: Seen[] = [];
    const start = server.store.resourceVersion;
    const watch = async (namespace?: string, query = "") =>
      readWatch(await server.raw(`${paths.summaries(namespace)}?watch=1&resourceVersion=${start}${query}`));
    const one = "&fieldSelector=metadata.name=b";
    const watches = async () => [
      await watch(),
      await watch("shop"),
      await watch("shop", one),
      await watch("bank", "&labelSelector=team=red"),
    ];
    const live = await watches();

    for (let step = 0; step < 150; step += 1) {
      const target = {
        namespace: pick(namespaces),
        name: pick(names),
        team: pick(teams),
        high: Math.floor(random() * 3),
      };
      await pick([create, update, relabel, remove, stale])(server, model, expected, target);
    }

    const { body } = await server.send("GET", paths.summaries());
    expect(body.items.map(stateOf)).toEqual(
      [...model].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, { high, team }]) => ({ key, high, team })),
    );
    const replayed = await watches();
    const stories = [
      expected,
      expected.filter(({ name }) => name.startsWith("shop/")),
      expected.filter(({ name }) => name === "shop/b"),
      asRedOf(expected, "bank"),
    ];
    for (const readers of [live, replayed]) {
      for (const [index, reader] of readers.entries()) {
        const seen: Seen[] = [];
        const events = stories[index] ?? [];
        while (seen.length < events.length) seen.push(seenOf(await reader.next()));
        expect(seen).toEqual(events);
        await reader.cancel();
      }
    }
  },
);

type Target = { namespace: string; name: string; team: string; high: number };
type Step = (server: TestServer, model: Model, events: Seen[], target: Target) => Promise<void>;

const create: Step = async (server, model, events, { namespace, name, team, high }) => {
  const key = `${namespace}/${name}`;
  const answer = await server.send("POST", paths.summaries(namespace), summary(name, high, { labels: { team } }));
  expect(answer.code).toBe(model.has(key) ? 409 : 201);
  if (answer.code === 201) note(model, events, "ADDED", answer);
};

const update: Step = async (server, model, events, { namespace, name, team, high }) => {
  const known = model.get(`${namespace}/${name}`);
  const metadata = { labels: { team }, resourceVersion: known?.resourceVersion ?? "5" };
  const answer = await server.send("PUT", `${paths.summaries(namespace)}/${name}`, summary(name, high, metadata));
  expect(answer.code).toBe(known ? 200 : 404);
  if (known && (known.high !== high || known.team !== team)) note(model, events, "MODIFIED", answer);
};

const relabel: Step = async (server, model, events, { namespace, name, team }) => {
  const known = model.get(`${namespace}/${name}`);
  const answer = await server.send(
    "PATCH",
    `${paths.summaries(namespace)}/${name}`,
    { metadata: { labels: { team } } },
    merge,
  );
  expect(answer.code).toBe(known ? 200 : 404);
  if (known && known.team !== team) note(model, events, "MODIFIED", answer);
};

const remove: Step = async (server, model, events, { namespace, name }) => {
  const key = `${namespace}/${name}`;
  const known = model.get(key);
  const answer = await server.send("DELETE", `${paths.summaries(namespace)}/${name}`);
  expect(answer.code).toBe(known ? 200 : 404);
  if (known) events.push({ type: "DELETED", name: key, high: known.high, team: known.team });
  model.delete(key);
};

/** A write of somebody who has read an older state. */
const stale: Step = async (server, model, _events, { namespace, name, team, high }) => {
  if (!model.has(`${namespace}/${name}`)) return;
  const metadata = { labels: { team }, resourceVersion: "5" };
  const answer = await server.send("PUT", `${paths.summaries(namespace)}/${name}`, summary(name, high, metadata));
  expect(answer.body).toMatchObject({ code: 409, reason: "Conflict" });
};

function note(model: Model, events: Seen[], type: string, { body }: Answer): void {
  const { key, high, team } = stateOf(body);
  model.set(key, { high, team, resourceVersion: body.metadata.resourceVersion });
  events.push({ type, name: key, high, team });
}

function stateOf({ metadata, spec }: Answer["body"]): { key: string; high: number; team: string } {
  return { key: `${metadata.namespace}/${metadata.name}`, high: spec.severities.high, team: metadata.labels.team };
}

function seenOf(event: { type: string; object: Answer["body"] } | undefined): Seen {
  const { key, high, team } = stateOf(event?.object);
  return { type: event?.type ?? "", name: key, high, team };
}

/** The same story for one who sees only what is red, in one namespace. */
function asRedOf(events: Seen[], namespace: string): Seen[] {
  const visible = new Map<string, Seen>();
  return events.flatMap((event): Seen[] => {
    if (!event.name.startsWith(`${namespace}/`)) return [];
    const was = visible.get(event.name);
    const is = event.type !== "DELETED" && event.team === "red";
    if (is) visible.set(event.name, event);
    else visible.delete(event.name);
    if (!is && !was) return [];
    // What is not red any more is not shown: it goes as it was seen last.
    if (!is) return [{ ...(was ?? event), type: "DELETED" }];
    return [{ ...event, type: was ? "MODIFIED" : "ADDED" }];
  });
}

import { expect, it } from "vitest";
import { randomNumbers } from "../../testing/random.ts";
import { paths, summary } from "../../testing/scans.ts";
import { openTestServer, type TestServer } from "../../testing/test-server.ts";

const clients = 8;
const operationsEach = 60;
const at = `${paths.summaries("shop")}/one`;
const merge = { "Content-Type": "application/merge-patch+json" };

/**
 * One operation of one client. `begun` and `ended` are places in the order in which all clients saw things happen: what
 * ended before another began was before it. `version` is what it wrote or read, `high` the value of that state.
 */
type Operation = {
  does: "create" | "read" | "replace" | "patch" | "delete";
  begun: number;
  ended: number;
  code: number;
  version: number;
  high: number;
  /** The state that a replacement said it had read. */
  read: number;
};

const choices: Operation["does"][] = [
  ...(["create", "create", "read", "read", "replace", "replace", "replace", "replace", "patch", "delete"] as const),
];

/** A state of the object; `version` 0 and `exists: false` before there was one. */
type State = { version: number; exists: boolean; high: number; begun: number; ended: number };

it.each([1, 2, 3])("lets clients that write one object at once see one order of all writes (seed %d)", async (seed) => {
  await using server = await openTestServer();
  let clock = 0;
  const tick = () => {
    clock += 1;
    return clock;
  };
  const all = await Promise.all(
    Array.from({ length: clients }, (_, client) => runClient(server, randomNumbers(seed * 100 + client), tick)),
  );
  const operations = all.flat();
  const states = statesOf(operations);
  // It is no judge of anything when nothing happens, or nobody meets anybody.
  expect(states.length).toBeGreaterThan(operationsEach / 2);
  expect(operations.filter(({ code }) => code === 409).length).toBeGreaterThan(operationsEach);
  expect(operations.filter((operation) => !isExplained(operation, states))).toEqual([]);
});

async function runClient(server: TestServer, random: () => number, tick: () => number): Promise<Operation[]> {
  const done: Operation[] = [];
  let read = 0;
  for (let count = 0; count < operationsEach; count += 1) {
    const does = choices[Math.floor(random() * choices.length)] ?? "read";
    const high = Math.floor(random() * 1_000_000);
    const begun = tick();
    const { code, body } = await send(server, does, high, read);
    const isObject = body.kind !== "Status";
    const version = isObject ? Number(body.metadata.resourceVersion) : 0;
    done.push({ does, begun, ended: tick(), code, version, high: isObject ? body.spec.severities.high : high, read });
    if (isObject) read = version;
  }
  return done;
}

function send(server: TestServer, does: Operation["does"], high: number, read: number) {
  switch (does) {
    case "create":
      return server.send("POST", paths.summaries("shop"), summary("one", high));
    case "replace":
      return server.send("PUT", at, summary("one", high, { resourceVersion: String(read || 5) }));
    case "patch":
      return server.send("PATCH", at, { spec: { severities: { high } } }, merge);
    case "delete":
      return server.send("DELETE", at);
    default:
      return server.send("GET", at);
  }
}

/** All states in the order of their resourceVersions. A deletion does not answer with its own: it is where one is missing. */
function statesOf(operations: readonly Operation[]): State[] {
  const written = operations
    .filter(({ does, code }) => does !== "read" && does !== "delete" && code < 300)
    .map(({ version, high, begun, ended }): State => ({ version, exists: true, high, begun, ended }))
    .toSorted((a, b) => a.version - b.version);
  const none: State = { version: 0, exists: false, high: 0, begun: 0, ended: 0 };
  const [first, last] = [written[0]?.version ?? 0, written.at(-1)?.version ?? 0];
  const versions = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const deletions = operations.filter(({ does, code }) => does === "delete" && code === 200);
  const missing = versions.filter((version) => !written.some((state) => state.version === version));
  // Which of the deletions it was is open; all that matters is that there are enough of them.
  expect(missing.length).toBeLessThanOrEqual(deletions.length);
  expect(deletions.length - missing.length).toBeLessThanOrEqual(1);
  const bounds = { begun: 0, ended: Number.POSITIVE_INFINITY };
  const gone = missing.map((version): State => ({ version, exists: false, high: 0, ...bounds }));
  const end: State[] =
    deletions.length > missing.length ? [{ version: last + 1, exists: false, high: 0, ...bounds }] : [];
  return [none, ...[...written, ...gone].toSorted((a, b) => a.version - b.version), ...end];
}

/** Whether there was a moment during the operation at which its answer was right. */
function isExplained(operation: Operation, states: readonly State[]): boolean {
  return states.some((state, index) => {
    const next = states[index + 1];
    const isAtThatTime = state.begun < operation.ended && (next === undefined || next.ended > operation.begun);
    return isAtThatTime && isRight(operation, state, states[index - 1]);
  });
}

type Judgement = (operation: Operation, state: State, before: State | undefined) => boolean;

const isWritten: Judgement = ({ version }, state, before) => state.version === version && before?.exists === true;

/** By what was done: what has to be so where it succeeded, and where it met a conflict. */
const judgements: Record<Operation["does"], { done: Judgement; conflict: Judgement }> = {
  read: { done: ({ version, high }, state) => state.version === version && state.high === high, conflict: () => false },
  create: {
    done: ({ version }, state, before) => state.version === version && before?.exists === false,
    conflict: (_, state) => state.exists,
  },
  replace: {
    done: (operation, state, before) => isWritten(operation, state, before) && before?.version === operation.read,
    conflict: ({ read }, state) => state.exists && state.version !== read,
  },
  // Others were quicker every time that the server tried again.
  patch: { done: isWritten, conflict: () => true },
  delete: { done: (_, state) => !state.exists, conflict: () => true },
};

function isRight(operation: Operation, state: State, before: State | undefined): boolean {
  if (operation.code === 404) return !state.exists;
  const { done, conflict } = judgements[operation.does];
  return operation.code === 409 ? conflict(operation, state, before) : done(operation, state, before);
}

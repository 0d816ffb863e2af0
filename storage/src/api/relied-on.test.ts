// What Kubescape's components look for in answers and would go wrong without (docs/reference/storage-traps.md).
import { expect, it } from "vitest";
import { resultKinds } from "../kinds/result-kinds.ts";
import type { Kind } from "../meta/kind.ts";
import type { Message } from "../schema/message.ts";
import { StoreBusyError } from "../store/store.ts";
import { randomNumbers } from "../testing/random.ts";
import { randomObject } from "../testing/random-object.ts";
import { paths, summary } from "../testing/scans.ts";
import { sharedServer } from "../testing/shared-server.ts";
import { openTestServer } from "../testing/test-server.ts";
import { readWatch } from "../testing/watch-reader.ts";

const root = "/apis/spdx.softwarecomposition.kubescape.io/v1beta1";
const merge = { "Content-Type": "application/merge-patch+json" };

let namespace: string;

const server = await sharedServer((fresh) => {
  namespace = fresh;
});

function at({ namespaced, plural }: Pick<Kind, "namespaced" | "plural">): string {
  return namespaced ? `${root}/namespaces/${namespace}/${plural}` : `${root}/${plural}`;
}

const stored = resultKinds.filter(({ verbs }) => verbs.includes("watch"));
const listed = resultKinds.filter(({ verbs }) => verbs.includes("list"));

const shownWhole = [
  "collapseconfigurations",
  "knownservers",
  "seccompprofiles",
  "vulnerabilitymanifestsummaries",
  "workloadconfigurationscansummaries",
];

it.each(stored.map((kind) => [kind.plural, kind] as const))(
  "shows of %s in lists and watches what is written of it there, and everything to those who ask",
  async (plural, kind) => {
    const fields = randomObject(kind.message as Message, randomNumbers(3));
    // Of a CollapseConfiguration most is refused.
    const body = plural === "collapseconfigurations" ? { spec: { openDynamicThreshold: 5 } } : fields;
    const watch = readWatch(await server.raw(`${at(kind)}?watch=1&resourceVersion=${server.store.resourceVersion}`));
    const made = (await server.send("POST", at(kind), { metadata: { name: "shown" }, ...body })).body;
    const whole = fieldsOf(made);
    const empty = JSON.parse(`{${kind.emptyBody}}`);
    expect(whole).not.toEqual(empty);
    const shown = shownWhole.includes(plural) ? whole : empty;
    expect(fieldsOf((await server.send("GET", at(kind))).body.items[0])).toEqual(shown);
    expect(fieldsOf((await watch.next())?.object)).toEqual(shown);
    await watch.cancel();
    const asked = await server.send("GET", `${at(kind)}?resourceVersion=fullSpec`);
    expect(fieldsOf(asked.body.items[0])).toEqual(whole);
    expect((await server.send("DELETE", `${at(kind)}/shown`)).code).toBe(200);
  },
);

it.each(listed.map((kind) => [kind.plural, kind] as const))(
  "gives a list of %s a resourceVersion that is a whole number and not 0, when it is empty, too",
  async (_plural, kind) => {
    const { body } = await server.send("GET", at(kind));
    expect([body.items, body.metadata.resourceVersion]).toEqual([[], expect.stringMatching(/^[1-9]\d*$/)]);
  },
);

it("takes null for what it has nothing of, as clients written in Go say it", async () => {
  const nothing = { labels: null, annotations: null, finalizers: null, ownerReferences: null, managedFields: null };
  const metadata = { name: "web", creationTimestamp: null, deletionTimestamp: null, ...nothing };
  const { code, body } = await server.send("POST", paths.scans(namespace), {
    metadata,
    spec: { controls: null, relatedObjects: null },
  });
  expect([code, body.spec]).toEqual([201, { controls: null, relatedObjects: null }]);
});

it("takes null in labels, annotations and owners for nothing, as charts write it and Go reads it", async () => {
  const owner = { apiVersion: "v1", kind: "ConfigMap", name: "a", uid: "u", controller: null };
  const metadata = { name: "web", labels: { a: null }, annotations: { b: null }, ownerReferences: [owner] };
  const { code, body } = await server.send("POST", `${paths.scans(namespace)}?fieldValidation=Strict`, { metadata });
  expect(code).toBe(201);
  expect(body.metadata).toMatchObject({ labels: { a: "" }, annotations: { b: "" } });
  expect(body.metadata.ownerReferences).toEqual([{ apiVersion: "v1", kind: "ConfigMap", name: "a", uid: "u" }]);
});

it("says that there is too much to do in client-go's own sentence, also when it is the disk that has too much", async () => {
  await using busy = await openTestServer();
  busy.store.commit = async () => {
    throw new StoreBusyError("4096 changes wait for the disk");
  };
  const { body, headers } = await busy.send("POST", paths.summaries(namespace), summary("web"));
  expect([body.code, body.reason, headers.get("retry-after")]).toEqual([429, "TooManyRequests", "1"]);
  expect(body.message).toBe("the server has received too many requests and has asked us to try again later");
});

it("says of a profile that is too long nothing that tells a node agent to stop", async () => {
  const annotations = { note: "x".repeat(3_000_000) };
  const { body } = await server.send("POST", `${root}/namespaces/${namespace}/containerprofiles`, {
    metadata: { name: "p", annotations },
  });
  expect([body.kind, body.code, body.reason]).toEqual(["Status", 413, "RequestEntityTooLarge"]);
  expect(body.message).not.toMatch(/object is (too large|completed)/);
});

it.each(["applicationprofiles", "containerprofiles", "networkneighborhoods", "sbomsyfts"])(
  "leaves it to writers to take back that one of %s is too large",
  async (plural) => {
    const path = `${root}/namespaces/${namespace}/${plural}`;
    const annotations = (status: string) => ({ metadata: { annotations: { "kubescape.io/status": status } } });
    await server.send("POST", path, { metadata: { name: "p", ...annotations("too-large").metadata } });
    const { body } = await server.send("PATCH", `${path}/p`, annotations("ready"), merge);
    expect(body.metadata.annotations["kubescape.io/status"]).toBe("ready");
  },
);

it("goes on in a list with a token that needs no escaping in a URL", async () => {
  for (const name of ["a?b&c=d", "größe", "x+y"]) await server.send("POST", paths.summaries(namespace), summary(name));
  const names: string[] = [];
  let token: string | undefined = "";
  while (token !== undefined) {
    expect(token).toMatch(/^[\w.~-]*$/);
    const { body } = await server.send("GET", `${paths.summaries(namespace)}?limit=1&continue=${token}`);
    names.push(body.items[0].metadata.name);
    token = body.metadata.continue;
  }
  expect(names).toEqual(["a?b&c=d", "größe", "x+y"]);
});

it.each([
  ["when nothing of it can be read", 1],
  ["when it ends before its end", 4],
])("never shows a part of a list for the whole, %s", async (_when, failing) => {
  await using own = await openTestServer();
  const annotations = { note: "x".repeat(9000) };
  const names = Array.from({ length: 200 }, (_, index) => `n${index}`);
  await Promise.all(
    names.map((name) => own.send("POST", paths.summaries(namespace), summary(name, 1, { annotations }))),
  );
  const list = own.store.list.bind(own.store);
  let pages = 0;
  own.store.list = async (range) => {
    pages += 1;
    if (pages === failing) throw new Error("the disk is broken");
    return list(range);
  };
  // A form of a list that is made of objects one by one.
  const Accept = "application/json;as=Table;v=v1;g=meta.k8s.io";
  const response = await own.raw(`${paths.summaries(namespace)}?includeObject=Object`, { headers: { Accept } });
  if (failing === 1) expect(response.status).toBe(500);
  else await expect(response.text()).rejects.toThrow("the disk is broken");
});

function fieldsOf(object: Record<string, unknown> | undefined): Record<string, unknown> {
  const { apiVersion: _version, kind: _kind, metadata: _metadata, ...fields } = object ?? {};
  return fields;
}

import { expect, it } from "vitest";
import { resultKinds } from "../kinds/result-kinds.ts";
import { kindsOf } from "../meta/kind.ts";
import { openTestServer } from "../testing/test-server.ts";
import { createMarkReader } from "./marks.ts";
import { resultPages } from "./result-pages.ts";

const kind = kindsOf(resultKinds).all.find(({ plural }) => plural === "workloadconfigurationscans");
const { signal } = new AbortController();

it("reads marks beside objects, however many there are, and drops those of objects that are gone", async () => {
  await using server = await openTestServer();
  if (!kind) throw new Error("there is no such kind");
  const keyOf = (name: string, namespace = "shop") => ({ kind: "", namespace, name });
  const names = Array.from({ length: 1100 }, (_, index) => `object-${String(index).padStart(4, "0")}`);
  const first = await createMarkReader(server.store, kind, signal).upTo(undefined, []);
  await Promise.all(names.map((name, since) => first.set(keyOf(name), { uid: name, since })));
  await first.set(keyOf("last", "zoo"), { uid: "last", since: 1 });

  const reader = createMarkReader(server.store, kind, signal);
  const some = names.slice(0, 700).filter((name) => name !== "object-0003");
  const marks = await reader.upTo(
    keyOf("object-0699"),
    some.map((name) => keyOf(name)),
  );
  expect(marks.get(keyOf("object-0699"))).toEqual({ uid: "object-0699", since: 699 });
  expect(marks.get(keyOf("object-0003"))).toBeUndefined();
  expect(marks.get(keyOf("object-0700"))).toBeUndefined();
  await marks.set(keyOf("object-0001"), { uid: "another", since: 2 });
  await marks.drop(keyOf("object-0002"));
  await reader.upTo(undefined, []);

  const left: string[] = [];
  const pages = resultPages(
    server.store,
    "unowned/workloadconfigurationscans.spdx.softwarecomposition.kubescape.io",
    signal,
  );
  for await (const page of pages) left.push(...page.map(({ key }) => key.name));
  expect(left).toEqual(some.filter((name) => name !== "object-0002"));
});

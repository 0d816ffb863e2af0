import type { RequestListener } from "node:http";
import { expect, it } from "vitest";
import { listPages } from "./list.ts";
import { resources } from "./resources.ts";
import { accessTo, json, refusal, script, startServer } from "./scripted-server.ts";
import { createTransport } from "./transport/transport.ts";

async function listFrom(...answers: Parameters<typeof script>) {
  const { answer, asked } = script(...answers);
  const list = listPages(createTransport(accessTo((await startServer(answer)).url), { userAgent: "test/1" }));
  return { list, asked };
}

it("asks for a page when the one before is used up", async () => {
  const metadata = { resourceVersion: "7", continue: "token", remainingItemCount: 1 };
  const { list, asked } = await listFrom(
    json({ kind: "PodList", apiVersion: "v1", metadata, items: [{ metadata: { name: "a" } }] }),
    json({
      kind: "PodList",
      apiVersion: "v1",
      metadata: { resourceVersion: "7" },
      items: [{ metadata: { name: "b" } }],
    }),
  );
  const pages = list(resources.pods, { limit: 1, query: { resourceVersion: "0" } })[Symbol.asyncIterator]();

  expect((await pages.next()).value).toEqual({
    items: [{ apiVersion: "v1", kind: "Pod", metadata: { name: "a" } }],
    resourceVersion: "7",
    remainingItemCount: 1,
  });
  expect(asked).toEqual(["GET /api/v1/pods?resourceVersion=0&limit=1"]);
  expect((await pages.next()).value).toMatchObject({ items: [{ metadata: { name: "b" } }] });
  expect(asked[1]).toMatch(/limit=1&continue=token$/);
  expect((await pages.next()).done).toBe(true);
});

it("asks for fewer objects where a page is too large, and goes on with as many", async () => {
  const text = Buffer.concat([Buffer.alloc(65 * 1024 * 1024, " "), Buffer.from('{"metadata":{},"items":[]}')]);
  const large: RequestListener = (_request, response) => void response.end(text);
  const page = { metadata: { resourceVersion: "7", continue: "token" }, items: [{ kind: "X" }] };
  const { list, asked } = await listFrom(large, json(page), json({ ...page, metadata: {} }));
  expect(await Array.fromAsync(list(resources.pods))).toHaveLength(2);
  expect(asked.map((line) => line.split("?")[1])).toEqual(["limit=500", "limit=63", "limit=63&continue=token"]);
  const alone = await listFrom(large);
  expect(await Array.fromAsync(alone.list(resources.pods, { limit: 1 }))).toHaveLength(1);
});

it("leaves the type of an item that has one", async () => {
  const { list } = await listFrom(json({ kind: "List", metadata: {}, items: [{ apiVersion: "x/v1", kind: "X" }] }));
  expect(await Array.fromAsync(list(resources.pods))).toMatchObject([{ items: [{ apiVersion: "x/v1", kind: "X" }] }]);
});

it("throws when the server forgets the list in the middle", async () => {
  const first = json({ kind: "PodList", metadata: { resourceVersion: "7", continue: "token" }, items: null });
  const { list } = await listFrom(first, refusal(410, "Expired"));
  await expect(Array.fromAsync(list(resources.pods))).rejects.toMatchObject({ code: 410, reason: "Expired" });
});

it("does not take another document for an empty list", async () => {
  const { list } = await listFrom(json({ hello: "world" }));
  await expect(Array.fromAsync(list(resources.pods))).rejects.toMatchObject({ code: "not_json" });
});

it.each([
  ["the same page again and again", () => "token", 2],
  ["ever more pages", (page: number) => `token-${page}`, 10_000],
])("does not follow a list for ever that has %s", async (_what, tokenAfter, pages) => {
  let asked = 0;
  const json = async () => ({ metadata: { resourceVersion: "7", continue: tokenAfter(++asked) }, items: [] }) as never;
  const list = listPages({ json });
  await expect(Array.fromAsync(list(resources.pods))).rejects.toMatchObject({
    code: "endless",
    message: `GET /api/v1/pods: the list does not end; it goes on after page ${pages}`,
  });
  expect(asked).toBe(pages);
});

import { expect, it } from "vitest";
import { emptyPathList } from "./path-lists.ts";

const noPath = { failedPath: "", fixPath: "", fixPathValue: "", fixCommand: "" };
const hostPid = { ...noPath, failedPath: "spec.hostPID" };
const hostIpc = { ...noPath, failedPath: "spec.hostIPC" };

it("keeps paths in the order in which they came", () => {
  expect(emptyPathList().with(hostPid).with(hostIpc).paths).toEqual([hostPid, hostIpc]);
});

it("gives resources that fail in the same places the same list", () => {
  const empty = emptyPathList();
  expect(empty.with({ ...hostPid }).with({ ...hostIpc })).toBe(empty.with(hostPid).with(hostIpc));
});

it("tells apart what one list grew to in several ways, and knows each again", () => {
  const empty = emptyPathList();
  const places = ["a", "b", "c"].map((failedPath) => ({ ...noPath, failedPath }));
  const lists = places.map((path) => empty.with(path));
  expect(new Set(lists).size).toBe(3);
  expect(places.map((path) => empty.with({ ...path }))).toEqual(lists);
  for (const [at, path] of places.entries()) expect(empty.with({ ...path })).toBe(lists[at]);
});

it("has a digest of what is in it, in its order", () => {
  const digest = (...paths: (typeof hostPid)[]) =>
    paths.reduce((list, path) => list.with(path), emptyPathList()).digest;
  expect(digest(hostPid, hostIpc)).toBe(digest(hostPid, hostIpc));
  expect(digest(hostPid, hostIpc)).not.toBe(digest(hostIpc, hostPid));
});

it("tells a place from what to do about it", () => {
  const empty = emptyPathList();
  expect(empty.with({ ...noPath, deletePath: "spec.hostPID" })).not.toBe(empty.with(hostPid));
});

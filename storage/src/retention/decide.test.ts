import { expect, it } from "vitest";
import { decide, type Exists, type Step } from "./decide.ts";
import type { Owner } from "./owners.ts";

const now = 1_000_000_000;
const graceSeconds = 60;
const image = (id: string): Owner => ({ is: "image", id });
const isThere: Record<string, boolean> = { here: true, gone: false };
const exists: Exists = (owner) => (owner.is === "image" ? isThere[owner.id] : undefined);
const long = now - 60_000;
const short = now - 59_999;

it.each<[rule: string, owners: Owner[] | undefined, unownedSince: number | undefined, step: Step]>([
  ["keeps what has an owner", [image("here")], undefined, "keep"],
  ["forgets the time when the owner is back", [image("here")], long, "unmark"],
  ["keeps what is exempt, whatever is gone", undefined, undefined, "keep"],
  ["notes the time when the owner is gone", [image("gone")], undefined, "mark"],
  ["notes the time of what says of nothing that it is about it", [], undefined, "mark"],
  ["waits for the time of grace", [image("gone")], short, "keep"],
  ["deletes after the time of grace", [image("gone")], long, "delete"],
  ["notes the time anew where it has not come: the clock was ahead", [image("gone")], now + 1, "mark"],
  ["wants every owner", [image("here"), image("gone")], long, "delete"],
  ["touches nothing that is not known", [image("unseen")], long, "unknown"],
  ["does not note a time for what is not known", [image("unseen")], undefined, "unknown"],
  ["needs no more than one owner that is gone", [image("unseen"), image("gone")], long, "delete"],
  ["does not take one owner for all", [image("here"), image("unseen")], long, "unknown"],
])("%s", (_rule, owners, unownedSince, step) => {
  expect(decide({ owners, exists, unownedSince, now, graceSeconds })).toBe(step);
});

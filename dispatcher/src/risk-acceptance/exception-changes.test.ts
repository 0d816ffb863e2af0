import { expect, it } from "vitest";
import { anyExpired, hasChanged } from "./exception-changes.ts";

const object = (uid: string, generation: number, labels = {}) => ({ metadata: { uid, generation, labels } });

it("tells changes of what an exception says from changes of what is said about it", () => {
  const versions = new Map<string, string>();
  const look = (found: ReturnType<typeof object> | undefined) => hasChanged(versions, "shop/x", found);
  expect(look(object("a", 1))).toBe(true);
  expect(look(object("a", 1, { team: "blue" }))).toBe(false);
  expect(look(object("a", 2))).toBe(true);
  expect(look(object("b", 2))).toBe(true);
  expect(look(undefined)).toBe(true);
  expect(look(undefined)).toBe(false);
  expect(look(object("b", 2))).toBe(true);
});

const at = (text: string) => Date.parse(text);

it.each<[expiresAt: unknown, expired: boolean]>([
  ["2026-06-01T12:00:00Z", false],
  ["2026-06-01T12:00:01Z", true],
  ["2026-06-01T14:05:00+02:00", true],
  ["2026-06-01T12:05:01Z", false],
  ["soon", false],
  [undefined, false],
])("an exception that expires at %s has done so meanwhile: %s", (expiresAt, expired) => {
  const exceptions = [{ spec: {} }, {}, { spec: { expiresAt } }];
  expect(anyExpired(exceptions, at("2026-06-01T12:00:00Z"), at("2026-06-01T12:05:00Z"))).toBe(expired);
});

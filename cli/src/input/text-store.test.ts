import { expect, it } from "vitest";
import { TextStore } from "./text-store.ts";

const mebibyte = 2 ** 20;

it("gives back each text, whatever its characters and length", () => {
  const store = new TextStore(8 * mebibyte);
  const texts = ["", "plain", "für 容器 🚢", "x".repeat(mebibyte / 3), "ß".repeat(mebibyte / 2), "end"];
  const kept = texts.map((text) => store.keep(text));
  expect(kept.map((one) => one?.read())).toEqual(texts);
});

it("keeps no more than it may", () => {
  const store = new TextStore(2 * mebibyte);
  const text = "x".repeat(mebibyte / 4);
  const kept = Array.from({ length: 20 }, () => store.keep(text));
  expect(kept.indexOf(undefined)).toBeGreaterThan(1);
  expect(kept.at(-1)).toBeUndefined();
  expect(new Set(kept.map((one) => one?.read()))).toEqual(new Set([text, undefined]));
});

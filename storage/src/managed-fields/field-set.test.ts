import { isDeepStrictEqual } from "node:util";
import { expect, it } from "vitest";
import type { FieldSet } from "../meta/fields-v1.ts";
import { changedFields, common, fieldsOf, pathsOf, union, without } from "./field-set.ts";

const noneAtomic = () => false;
const a: FieldSet = { "f:x": {}, "f:m": { "f:one": {}, "f:two": {} } };
const b: FieldSet = { "f:m": { "f:two": {}, "f:three": {} } };
const whole: FieldSet = { "f:m": {} };

it("names the fields that have a value, down to lists and what is atomic", () => {
  const object = { x: 1, list: [{ a: 1 }], map: { k: "v", none: undefined }, empty: {}, whole: { k: 1 } };
  expect(fieldsOf(object, (path) => path === "whole")).toEqual({
    "f:x": {},
    "f:list": {},
    "f:map": { "f:k": {} },
    "f:whole": {},
  });
});

it("joins, cuts and compares sets, where a whole value stands for all of its parts", () => {
  expect(union(a, b)).toEqual({ "f:x": {}, "f:m": { "f:one": {}, "f:two": {}, "f:three": {} } });
  expect(union(a, whole)).toEqual({ "f:x": {}, "f:m": {} });
  expect(without(a, b)).toEqual({ "f:x": {}, "f:m": { "f:one": {} } });
  expect(without(a, whole)).toEqual({ "f:x": {} });
  expect(without(whole, b)).toEqual({});
  expect(common(a, b)).toEqual({ "f:m": { "f:two": {} } });
  expect(common(whole, b)).toEqual(b);
  expect([...pathsOf(a)]).toEqual([["f:x"], ["f:m", "f:one"], ["f:m", "f:two"]]);
});

it("finds what has been set, changed and removed", () => {
  const before = { same: 1, changed: 1, gone: { a: 1 }, map: { a: 1, b: 1 }, list: [1] };
  const after = { same: 1, changed: 2, made: { b: 1 }, map: { a: 1, b: 2 }, list: [1, 2] };
  expect(changedFields(before, after, noneAtomic, isDeepStrictEqual)).toEqual({
    "f:changed": {},
    "f:gone": { "f:a": {} },
    "f:map": { "f:b": {} },
    "f:list": {},
    "f:made": { "f:b": {} },
  });
});

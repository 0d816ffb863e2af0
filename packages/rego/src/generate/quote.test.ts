import { expect, it } from "vitest";
import { compile } from "../compile.ts";
import { Choices } from "../fuzz/choices.ts";
import { hostileTexts } from "../fuzz/hostile-text.ts";
import { quote } from "./quote.ts";

/** Texts put together from what means something to JavaScript. */
function texts(count: number): string[] {
  const choices = new Choices(7);
  const random = Array.from({ length: count }, () =>
    choices
      .list(1, 5, () =>
        choices.next() < 0.7 ? choices.pick(hostileTexts) : String.fromCharCode(choices.below(0x1_0000)),
      )
      .join(""),
  );
  return [...hostileTexts, ...random];
}

it("writes any text as a literal of the same text, in printable ASCII", () => {
  for (const text of texts(5000)) {
    const literal = quote(text);
    expect(literal).toMatch(/^"[\u0020-\u007e]*"$/);
    // oxlint-disable-next-line typescript/no-implied-eval -- what the literal evaluates to is what is tested
    expect(new Function(`"use strict"; return ${literal};`)()).toBe(text);
  }
});

it("keeps any text a text wherever a policy can put one", () => {
  for (const written of texts(40)) {
    const literal = JSON.stringify(written);
    const text = written.toWellFormed();
    const source = `package t[${literal}]
value := ${literal}
made := {${literal}: ${literal}}
member := input[${literal}]
byName[${literal}] := 1
nested[${literal}][${literal}] := 1 if input
members contains ${literal}
keys := {k | some k, _ in input}
template := $"{${literal}}"
call(x) := x
called := call(${literal})
replaced := x if x := input[${literal}] with input[${literal}] as ${literal}
patched := json.patch({}, [{"op": "add", "path": [${literal}], "value": 1}])
united := object.union({${literal}: 1}, {"a": 1})
removed := object.remove(united, ["a"])`;
    const policy = compile([{ name: text, source }]);
    const value = policy.evaluate(`data.t[${literal}]`, { input: owning(text, 1) });
    expect(value).toEqual({
      value: text,
      made: owning(text, text),
      member: 1,
      byName: owning(text, 1),
      nested: owning(text, owning(text, 1)),
      members: [text],
      keys: [text],
      template: text,
      called: text,
      replaced: text,
      patched: owning(text, 1),
      united: { a: 1, ...owning(text, 1) },
      removed: owning(text, 1),
    });
  }
});

/** An object with one member, `__proto__` included. */
function owning(key: string, value: unknown): object {
  return Object.fromEntries([[key, value]]);
}

it.each([
  "input.constructor.constructor",
  "data.__proto__",
  "data.t.__proto__",
  "input.__proto__.x",
  "input.toString",
  `input.list["length"]`,
  "input.list.map",
  "input.text.length",
  "globalThis",
  "process.env",
  "{x | some x in input.list}.size",
  "{x: 1 | some x in input.list}.get",
  "input.list[0].toFixed",
])("finds nothing at %s", (ref) => {
  const source = `package t\nf := 1\np := ${ref.startsWith("globalThis") || ref.startsWith("process") ? `data.${ref}` : ref}`;
  const policy = compile([{ name: "t", source }]);
  expect(policy.evaluate("data.t.p", { input: { list: [1], text: "abc" }, data: { x: {} } })).toBeUndefined();
});

it("touches no member of a prototype", () => {
  const names = ["constructor", "toString", "valueOf", "hasOwnProperty", "isPrototypeOf", "toLocaleString"];
  const source = `package t
read := [x | some name in input.names; x := input.object[name]]
plain := input.object.constructor
walked := count([1 | walk(input, _)])
keys := {name: input.object[name] | some name in input.names}
made := {name: 1 | some name in input.names}
united := object.union(made, input.object)
got := object.get(input.object, "toString", "none")
filtered := json.filter(made, ["constructor"])
patched := json.patch(input.object, [{"op": "add", "path": "valueOf", "value": 1}])
rules[name] := 1 if some name in input.names
same if input.object == {"a": 1}
sorted := sort([made, input.object])
printed := sprintf("%v", [made])`;
  const query = compile([{ name: "t", source }]).prepare("data.t");
  const input = { object: { a: 1 }, names };
  const honest = query.evaluate({ input });
  const result = withPoisoned(names, () => query.evaluate({ input }));
  expect(JSON.stringify(result)).toBe(JSON.stringify(honest));
});

/** Runs while reading any of these members of `Object.prototype` throws. */
function withPoisoned<Result>(names: readonly string[], run: () => Result): Result {
  const originals = names.map((name) => [name, Object.getOwnPropertyDescriptor(Object.prototype, name)] as const);
  const touched = (name: string) => () => {
    throw new Error(`a policy touched ${name}`);
  };
  // oxlint-disable-next-line eslint/no-extend-native -- whether anything reads it is what is tested
  for (const name of names) Object.defineProperty(Object.prototype, name, { configurable: true, get: touched(name) });
  try {
    return run();
  } finally {
    for (const [name, original] of originals) {
      // oxlint-disable-next-line eslint/no-extend-native -- put back
      if (original !== undefined) Object.defineProperty(Object.prototype, name, original);
    }
  }
}

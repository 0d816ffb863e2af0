import { expect, it } from "vitest";
import { changesOf } from "./changes.ts";
import type { Advice, Edit } from "./edits.ts";

function edits(...advice: Advice[]): Edit[] {
  return advice.map((one) => ({ advice: one, controls: [] }));
}

function shown(changes: ReturnType<typeof changesOf>): string[] {
  return changes.map(({ path, ...rest }) => [path.map(({ key }) => key).join("."), JSON.stringify(rest)].join(" "));
}

it("takes what is certain, with the values that YAML reads from a rule's words", () => {
  expect(
    shown(
      changesOf(
        edits(
          { type: "set", path: "a", value: "true" },
          { type: "set", path: "b", value: "1000" },
          { type: "set", path: "c", value: "RuntimeDefault" },
          { type: "look", path: "e" },
          { type: "run", command: "chmod" },
        ),
      ),
    ),
  ).toEqual([
    'a {"type":"set","value":true}',
    'b {"type":"set","value":1000}',
    'c {"type":"set","value":"RuntimeDefault"}',
  ]);
});

it.each(["YOUR_VALUE", "--audit-log-maxsize=YOUR_VALUE", "<your-tls-definition>", "--root-ca-file=<path/to/ca.crt>"])(
  "leaves %s to a person",
  (value) => {
    expect(changesOf(edits({ type: "set", path: "a", value }))).toEqual([]);
  },
);

it("keeps labels and annotations text", () => {
  const places = ["metadata.annotations[a/b]", "spec.template.metadata.labels[c]", "spec.labels"];
  expect(shown(changesOf(edits(...places.map((path) => ({ type: "set" as const, path, value: "true" })))))).toEqual([
    'metadata.annotations.a/b {"type":"set","value":"true"}',
    'spec.template.metadata.labels.c {"type":"set","value":"true"}',
    'spec.labels {"type":"set","value":true}',
  ]);
});

it("removes an item whose name is to go", () => {
  const places = ["spec.containers[0].env[1].name", "spec.containers[0].env[2].name", "metadata.name"];
  expect(shown(changesOf(edits(...places.map((path) => ({ type: "remove" as const, path })))))).toEqual([
    'spec.containers.0.env.2 {"type":"remove"}',
    'spec.containers.0.env.1 {"type":"remove"}',
    'metadata.name {"type":"remove"}',
  ]);
});

it("leaves a place for which two values are wanted to a person", () => {
  expect(changesOf(edits({ type: "set", path: "a", value: "1" }, { type: "set", path: "a", value: "2" }))).toEqual([]);
});

it("removes from the end of lists, after everything else", () => {
  const removals = ["x.a[0]", "x.a[10]", "x.a[2]", "x.a"].map((path) => ({ type: "remove" as const, path }));
  expect(shown(changesOf(edits(...removals, { type: "set", path: "y", value: "v" })))).toEqual([
    'y {"type":"set","value":"v"}',
    'x.a.10 {"type":"remove"}',
    'x.a.2 {"type":"remove"}',
    'x.a.0 {"type":"remove"}',
    'x.a {"type":"remove"}',
  ]);
});

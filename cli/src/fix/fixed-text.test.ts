import type { Change } from "@sortie/posture/fixes";
import { pathSteps } from "@sortie/wire";
import { expect, it } from "vitest";
import { fixedText, type ObjectChanges } from "./fixed-text.ts";

const set = (path: string, value: string | number | boolean): Change => ({ type: "set", path: pathSteps(path), value });
const remove = (path: string): Change => ({ type: "remove", path: pathSteps(path) });

const pause = () => Promise.resolve();
const isObject = () => true;

async function fixed(text: string, changes: Change[], line = 1): Promise<string> {
  const { text: after } = await fixedFully(text, [{ line, isObject, changes }]);
  return after;
}

/** With the parts put together. */
async function fixedFully(text: string, objects: ObjectChanges[]) {
  const { parts, ...counts } = await fixedText(text, objects, pause);
  expect(parts.map(({ before }) => before).join("")).toBe(text);
  return { ...counts, text: parts.map(({ after }) => after).join("") };
}

const pod = `# what it is for
apiVersion: v1
kind: Pod # a pod
metadata: {name: "shell", labels: {app: shell}}
spec:
    hostNetwork: true   # why
    containers:
    -   name: main
        image: 'busybox'
        securityContext:
            capabilities:
                add: [SYS_ADMIN, "NET_RAW"]
    # the end
`;

it("changes a value and keeps comments, quotes and indentation", async () => {
  expect(await fixed(pod, [set("spec.hostNetwork", false)], 2)).toBe(pod.replace("true   # why", "false   # why"));
});

it("adds what is missing in the style of its surroundings", async () => {
  const added = await fixed(
    pod,
    [
      set("spec.containers[0].securityContext.allowPrivilegeEscalation", false),
      set("spec.containers[0].securityContext.capabilities.drop[0]", "ALL"),
      set("metadata.labels[app.kubernetes.io/name]", "shell"),
    ],
    2,
  );
  expect(added).toBe(
    pod
      .replace(
        '"NET_RAW"]\n',
        '"NET_RAW"]\n                drop:\n                - ALL\n            allowPrivilegeEscalation: false\n',
      )
      .replace("{app: shell}", "{app: shell, app.kubernetes.io/name: shell}"),
  );
});

it("removes one of several, and the whole when it was the only one", async () => {
  expect(await fixed(pod, [remove("spec.containers[0].securityContext.capabilities.add[0]")], 2)).toBe(
    pod.replace('[SYS_ADMIN, "NET_RAW"]', '["NET_RAW"]'),
  );
  const both = [1, 0].map((i) => remove(`spec.containers[0].securityContext.capabilities.add[${i}]`));
  expect(await fixed(pod, both, 2)).toBe(pod.replace(/ {8}securityContext:\n.*\n.*\n/, ""));
});

it("moves the next key up behind the dash when the first key of a list's member goes", async () => {
  const text = "kind: A\nitems:\n  - hostPath: {path: /}\n    name: v # kept\n";
  expect(await fixed(text, [remove("items[0].hostPath")])).toBe("kind: A\nitems:\n  - name: v # kept\n");
});

it("fills keys that have no value", async () => {
  expect(await fixed("kind: A\nspec:\nother: null\n", [set("spec.a", true), set("other.b[0]", "c")])).toBe(
    "kind: A\nspec: {a: true}\nother: {b: [c]}\n",
  );
});

it("keeps JSON JSON", async () => {
  const text = '{\n  "kind": "A",\n  "spec": {\n    "a": 1,\n    "b": {}\n  }\n}\n';
  const changed = await fixed(text, [set("spec.c.d[0]", "yes"), set("spec.b.x", true), set("kind", "B")]);
  expect(JSON.parse(changed)).toEqual({ kind: "B", spec: { a: 1, b: { x: true }, c: { d: ["yes"] } } });
  expect(changed.split("\n")).toHaveLength(9);
});

it("indents JSON as it is indented, with its line ends", async () => {
  const text = '{\r\n\t"kind": "A",\r\n\t"list": [\r\n\t\t1\r\n\t]\r\n}\r\n';
  expect(await fixed(text, [set("list[1]", 2), set("spec", true)])).toBe(
    '{\r\n\t"kind": "A",\r\n\t"list": [\r\n\t\t1,\r\n\t\t2\r\n\t],\r\n\t"spec": true\r\n}\r\n',
  );
});

it("finds the object among documents and in a list", async () => {
  const text = "---\nkind: A\n---\nkind: List\nitems:\n- kind: B\n- kind: C\n  x: 1\n---\nkind: D\n";
  expect(
    await fixedFully(text, [
      { line: 7, isObject, changes: [set("x", 2)] },
      { line: 10, isObject, changes: [set("y", true)] },
      { line: 2, isObject, changes: [set("z", 1)] },
    ]),
  ).toEqual({
    text: text
      .replace("x: 1", "x: 2")
      .replace("kind: D\n", "kind: D\ny: true\n")
      .replace("kind: A\n", "kind: A\nz: 1\n"),
    made: 3,
    refused: 0,
  });
});

it("tells what each document was and is, so that they are compared one by one", async () => {
  const objects = [1, 3].map((line) => ({ line, isObject, changes: [set("x", 1)] }));
  const { parts } = await fixedText("kind: A\n---\nkind: B\n---\nkind: C\n", objects, pause);

  expect(parts.filter(({ before }) => before !== "")).toEqual([
    { before: "kind: A\n", after: "kind: A\nx: 1\n" },
    { before: "---\nkind: B\n", after: "---\nkind: B\nx: 1\n" },
    { before: "---\nkind: C\n", after: "---\nkind: C\n" },
  ]);
});

it("keeps Windows' line ends and a missing last one", async () => {
  expect(await fixed("kind: A\r\nspec:\r\n  a: 1\r\n", [set("spec.b", 2)])).toBe(
    "kind: A\r\nspec:\r\n  a: 1\r\n  b: 2\r\n",
  );
  expect(await fixed("kind: A\nspec:\n  a: 1", [set("spec.b", 2)])).toBe("kind: A\nspec:\n  a: 1\n  b: 2");
});

it("writes after a block of text, not into it", async () => {
  const text = "kind: A\ndata:\n  script: |\n    one\n    two\nspec: {}\n";
  expect(await fixed(text, [set("data.b", "no")])).toBe(text.replace("spec:", '  b: "no"\nspec:'));
});

it.each([
  ["an alias", "kind: A\nbase: &b {x: 1}\nspec: *b\n", set("spec.x", 2)],
  ["a path through text", "kind: A\nspec: text\n", set("spec.x", 2)],
  ["a list's gap", "kind: A\nlist: [1]\n", set("list.x", 2)],
  ["what is not there", "kind: A\n", remove("spec.x")],
  ["a whole map", "kind: A\nspec: {x: 1}\n", set("spec", 2)],
])("leaves %s alone", async (_, text, change) => {
  const { refused, made, text: after } = await fixedFully(text, [{ line: 1, isObject, changes: [change] }]);
  expect({ after, made, refused }).toEqual({ after: text, made: 0, refused: 1 });
});

const isNamed = (name: string) => (value: unknown) => (value as { name?: string }).name === name;

it("changes the object that is meant among those that start on one line", async () => {
  const text = '{"kind":"List","items":[{"name":"a","x":1},{"name":"b","x":1}]}';
  const named = (name: string) => ({ line: 1, isObject: isNamed(name), changes: [set("x", 2)] });

  expect(await fixedFully(text, [named("b")])).toEqual({
    text: text.replace('"b","x":1', '"b","x": 2').replace('"x": 2', '"x":2'),
    made: 1,
    refused: 0,
  });
  expect(await fixedFully(text, [named("c")])).toEqual({ text, made: 0, refused: 1 });
});

it("leaves a list alone whose own list has the object", async () => {
  const text = "kind: List\nitems:\n- kind: List\n  items:\n  - name: a\n";
  const result = await fixedFully(text, [{ line: 3, isObject: isNamed("a"), changes: [set("x", 2)] }]);

  expect(result).toEqual({ text, made: 0, refused: 1 });
});

it("leaves out changes of a list that are in the way of others", async () => {
  const text = "items:\n- &a {x: 1}\n- {x: 1}\n- &b {x: 1}\n- {x: 1}\nother: [*a, *b]\n";
  const objects = [2, 3, 4, 5].map((line) => ({ line, isObject, changes: [set("x", 2), set("z", line)] }));

  expect(await fixedFully(text, objects)).toEqual({
    text: text.replace("- {x: 1}\n- &b", "- {x: 2, z: 3}\n- &b").replace("- {x: 1}\nother", "- {x: 2, z: 5}\nother"),
    made: 4,
    refused: 4,
  });
});

it("reads a list again a few times, however many objects are in it", async () => {
  const lines = Array.from({ length: 100 }, (_, i) => i + 2);
  const objects = lines.map((line) => ({ line, isObject, changes: [set("x", 2), set("y", 3)] }));
  let readings = 0;
  const counting = async () => {
    readings += 1;
  };
  const { made } = await fixedText(`items:\n${"- {x: 1}\n".repeat(100)}`, objects, counting);

  expect({ made, readings }).toEqual({ made: 200, readings: 2 });
});

it("reads an object again a few times, however many changes it has", async () => {
  const members = Array.from({ length: 100 }, (_, i) => i);
  const sets = members.flatMap((i) => [set(`list[${i}].x`, 2), set(`list[${i}].a.b`, 3), set(`list[${i}].a.c`, 4)]);
  const removals = members.toReversed().map((i) => remove(`list[${i}].old`));
  let readings = 0;
  const counting = async () => {
    readings += 1;
  };
  const text = `kind: A\nlist:\n${"- x: 1\n  old: 1\n  y: 1\n".repeat(100)}`;
  const { parts, made } = await fixedText(text, [{ line: 1, isObject, changes: [...sets, ...removals] }], counting);

  expect({ made, readings }).toEqual({ made: 400, readings: 2 });
  expect(parts.map(({ after }) => after).join("")).toBe(
    `kind: A\nlist:\n${"- x: 2\n  y: 1\n  a:\n    b: 3\n    c: 4\n".repeat(100)}`,
  );
});

it("ends between two readings when nobody waits any longer", async () => {
  const stop = () => Promise.reject(new Error("stopped"));
  await expect(fixedText("kind: A\n", [{ line: 1, isObject, changes: [set("x", 1)] }], stop)).rejects.toThrow(
    "stopped",
  );
});

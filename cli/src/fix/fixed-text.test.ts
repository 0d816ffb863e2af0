import type { Change } from "@sortie/posture/fixes";
import { pathSteps } from "@sortie/wire";
import { expect, it } from "vitest";
import { fixedText } from "./fixed-text.ts";

const set = (path: string, value: string | number | boolean): Change => ({ type: "set", path: pathSteps(path), value });
const remove = (path: string): Change => ({ type: "remove", path: pathSteps(path) });

function fixed(text: string, changes: Change[], line = 1): string {
  return fixedText(text, [{ line, changes }]).text;
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

it("changes a value and keeps comments, quotes and indentation", () => {
  expect(fixed(pod, [set("spec.hostNetwork", false)], 2)).toBe(pod.replace("true   # why", "false   # why"));
});

it("adds what is missing in the style of its surroundings", () => {
  const added = fixed(
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

it("removes one of several, and the whole when it was the only one", () => {
  expect(fixed(pod, [remove("spec.containers[0].securityContext.capabilities.add[0]")], 2)).toBe(
    pod.replace('[SYS_ADMIN, "NET_RAW"]', '["NET_RAW"]'),
  );
  const both = [1, 0].map((i) => remove(`spec.containers[0].securityContext.capabilities.add[${i}]`));
  expect(fixed(pod, both, 2)).toBe(pod.replace(/ {8}securityContext:\n.*\n.*\n/, ""));
});

it("moves the next key up behind the dash when the first key of a list's member goes", () => {
  const text = "kind: A\nitems:\n  - hostPath: {path: /}\n    name: v # kept\n";
  expect(fixed(text, [remove("items[0].hostPath")])).toBe("kind: A\nitems:\n  - name: v # kept\n");
});

it("fills keys that have no value", () => {
  expect(fixed("kind: A\nspec:\nother: null\n", [set("spec.a", true), set("other.b[0]", "c")])).toBe(
    "kind: A\nspec: {a: true}\nother: {b: [c]}\n",
  );
});

it("keeps JSON JSON", () => {
  const text = '{\n  "kind": "A",\n  "spec": {\n    "a": 1,\n    "b": {}\n  }\n}\n';
  const changed = fixed(text, [set("spec.c.d[0]", "yes"), set("spec.b.x", true), set("kind", "B")]);
  expect(JSON.parse(changed)).toEqual({ kind: "B", spec: { a: 1, b: { x: true }, c: { d: ["yes"] } } });
  expect(changed.split("\n")).toHaveLength(9);
});

it("indents JSON as it is indented, with its line ends", () => {
  const text = '{\r\n\t"kind": "A",\r\n\t"list": [\r\n\t\t1\r\n\t]\r\n}\r\n';
  expect(fixed(text, [set("list[1]", 2), set("spec", true)])).toBe(
    '{\r\n\t"kind": "A",\r\n\t"list": [\r\n\t\t1,\r\n\t\t2\r\n\t],\r\n\t"spec": true\r\n}\r\n',
  );
});

it("finds the object among documents and in a list", () => {
  const text = "---\nkind: A\n---\nkind: List\nitems:\n- kind: B\n- kind: C\n  x: 1\n---\nkind: D\n";
  expect(
    fixedText(text, [
      { line: 7, changes: [set("x", 2)] },
      { line: 10, changes: [set("y", true)] },
      { line: 2, changes: [set("z", 1)] },
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

it("keeps Windows' line ends and a missing last one", () => {
  expect(fixed("kind: A\r\nspec:\r\n  a: 1\r\n", [set("spec.b", 2)])).toBe("kind: A\r\nspec:\r\n  a: 1\r\n  b: 2\r\n");
  expect(fixed("kind: A\nspec:\n  a: 1", [set("spec.b", 2)])).toBe("kind: A\nspec:\n  a: 1\n  b: 2");
});

it("writes after a block of text, not into it", () => {
  const text = "kind: A\ndata:\n  script: |\n    one\n    two\nspec: {}\n";
  expect(fixed(text, [set("data.b", "no")])).toBe(text.replace("spec:", '  b: "no"\nspec:'));
});

it.each([
  ["an alias", "kind: A\nbase: &b {x: 1}\nspec: *b\n", set("spec.x", 2)],
  ["a path through text", "kind: A\nspec: text\n", set("spec.x", 2)],
  ["a list's gap", "kind: A\nlist: [1]\n", set("list.x", 2)],
  ["what is not there", "kind: A\n", remove("spec.x")],
  ["a whole map", "kind: A\nspec: {x: 1}\n", set("spec", 2)],
])("leaves %s alone", (_, text, change) => {
  const { refused, made, text: after } = fixedText(text, [{ line: 1, changes: [change] }]);
  expect({ after, made, refused }).toEqual({ after: text, made: 0, refused: 1 });
});

import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { treeOf } from "./manifest-object.ts";
import { readInput } from "./read-input.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sortie-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Writes files, reads `paths` (the folder, if none is named), and says what was found in short. */
async function read(
  files: Record<string, string | Buffer>,
  paths = ["."],
  stdin = "",
  signal = new AbortController().signal,
) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const input = await readInput(
    paths.map((path) => (path === "-" ? path : join(folder, path))),
    { folder, stdin: chunks(stdin), signal, environment: {}, valuesFiles: [] },
  );
  const said = ({ file, line, message }: { file: string; line?: number | undefined; message: string }) =>
    `${file}${line ? `:${line}` : ""}: ${message}`;
  return {
    objects: input.objects.map(({ place, object }) => `${place.file}:${place.line} ${object.kind} ${object.name}`),
    values: input.objects.map(({ object }) => treeOf(object)),
    unreadable: input.unreadable.map(said),
    notes: input.notes.map(said),
    repeatedKeys: input.repeatedKeys.map(said),
  };
}

it.each(["kustomization.yaml", "Chart.yaml"])("says what to name instead of %s", async (file) => {
  const { unreadable } = await read({ [file]: "apiVersion: v1\nkind: Kustomization\n" }, [file]);
  expect(unreadable).toEqual([
    `${file}:1: expected a Kubernetes object: it has no metadata; name its folder, and what is made of it is scanned`,
  ]);
});

it("reads on after many blank lines", async () => {
  const { objects } = await read({ "a.yaml": `${"\n".repeat(1000)}${pod("a")}---\n${pod("b")}` });
  expect(objects).toEqual(["a.yaml:1001 Pod a", "a.yaml:1006 Pod b"]);
});

it("stops between two files when nobody wants it any more", async () => {
  const unwanted = AbortSignal.abort(new Error("stopped by SIGINT"));
  await expect(read({ "a.yaml": pod("a") }, ["."], "", unwanted)).rejects.toThrow("stopped by SIGINT");
});

it("reads a named pipe, and stops waiting for its writer when nobody wants it any more", async () => {
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  const stop = new AbortController();
  const waiting = read({}, ["pipe"], "", stop.signal);
  stop.abort(new Error("stopped by SIGINT"));
  await expect(waiting).rejects.toThrow("stopped by SIGINT");

  const reading = read({}, ["pipe"]);
  await writeFile(pipe, pod("a"));
  expect((await reading).objects).toEqual(["pipe:1 Pod a"]);
});

async function* chunks(text: string): AsyncIterable<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 10) yield bytes.subarray(at, at + 10);
}

const named = (name: string) => ({ apiVersion: "v1", kind: "Pod", metadata: { name } });
const pod = (name: string) => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n`;

it("reads every document of every manifest of a folder, in order of name, with its line", async () => {
  const { objects, unreadable } = await read({
    "b.yml": `# a comment\n---\n${pod("b1")}---\n# nothing here\n---\n${pod("b2")}`,
    "a/deep.yaml": pod("a"),
    "c.json": '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"c"}}',
    ".hidden.yaml": pod("hidden"),
    "node_modules/x.yaml": pod("module"),
    "notes.txt": "not a manifest",
  });
  expect(objects).toEqual(["a/deep.yaml:1 Pod a", "b.yml:3 Pod b1", "b.yml:10 Pod b2", "c.json:1 Pod c"]);
  expect(unreadable).toEqual([]);
});

it("opens lists, typed lists and arrays, in YAML and JSON", async () => {
  const item = (name: string) => `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"${name}"}}`;
  const { objects } = await read({
    "array.json": `[\n${item("a1")},\n${item("a2")}\n]`,
    "list.json": `{\n"kind":"List","apiVersion":"v1",\n"items":[\n${item("l1")},\n${item("l2")}]}`,
    "pods.json": '{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"name":"p"}}]}',
    "list.yaml": `kind: List\napiVersion: v1\nitems:\n- ${item("y1")}\n- ${item("y2")}\n`,
  });
  expect(objects).toEqual([
    "array.json:2 Pod a1",
    "array.json:3 Pod a2",
    "list.json:4 Pod l1",
    "list.json:5 Pod l2",
    "list.yaml:4 Pod y1",
    "list.yaml:5 Pod y2",
    "pods.json:1 Pod p",
  ]);
});

it("completes only items of a typed list that leave out what the list says", async () => {
  const { objects, values } = await read({
    "pods.json": JSON.stringify({
      kind: "PodList",
      apiVersion: "v1",
      items: [
        { metadata: { name: "a" } },
        { apiVersion: "v1", kind: "Service", metadata: { name: "b" } },
        { kind: "List", items: [{ apiVersion: "v1", kind: "Node", metadata: { name: "c" } }] },
      ],
    }),
  });
  expect(objects).toEqual(["pods.json:1 Pod a", "pods.json:1 Service b", "pods.json:1 Node c"]);
  expect(values[0]).toEqual({ apiVersion: "v1", kind: "Pod", metadata: { name: "a" } });
});

it("reads nothing of a JSON list that is broken in one place", async () => {
  const { objects, unreadable } = await read({ "list.json": `[\n${JSON.stringify(named("a"))},\n{"kind": Pod}\n]` });
  expect(objects).toEqual([]);
  expect(unreadable).toEqual(["list.json:3: expected JSON: a value"]);
});

it("reads JSON documents in a row, as several commands print them, and names the broken one", async () => {
  const list = { apiVersion: "v1", kind: "PodList", items: [named("b"), named("c")] };
  const row = `${JSON.stringify(named("a"))}\n${JSON.stringify(list, undefined, 1)}\n{"kind": Pod}\n`;
  expect(await read({ "row.json": row })).toMatchObject({
    objects: ["row.json:1 Pod a", "row.json:6 Pod b", "row.json:13 Pod c"],
    unreadable: ["row.json:22: expected JSON: a value"],
  });
  expect((await read({}, ["-"], `${JSON.stringify(named("d"))}${JSON.stringify(named("e"))}`)).objects).toEqual([
    "stdin:1 Pod d",
    "stdin:1 Pod e",
  ]);
});

it("takes a byte order mark for no part of a text", async () => {
  const { objects } = await read({ "a.json": `\ufeff[${JSON.stringify(named("a"))}]`, "b.yaml": `\ufeff${pod("b")}` });
  expect(objects).toEqual(["a.json:1 Pod a", "b.yaml:1 Pod b"]);
});

it("names an object after its generateName, in what is scanned, too", async () => {
  const job = { apiVersion: "batch/v1", kind: "Job", metadata: { generateName: "migrate-" } };
  const { objects, values } = await read({ "a.json": JSON.stringify([job]), "b.yaml": JSON.stringify(job) });
  expect(objects).toEqual(["a.json:1 Job migrate", "b.yaml:1 Job migrate"]);
  expect(values[0]?.metadata).toEqual({ generateName: "migrate-", name: "migrate" });
});

it.each([
  ["too many levels", JSON.parse(`${'{"a":'.repeat(100)}{}${"}".repeat(100)}`) as unknown],
  ["too many values", Array.from({ length: 200_000 }, () => 0)],
])("refuses an object with %s", async (_what, spec) => {
  const { objects, unreadable } = await read({ "a.json": JSON.stringify([{ ...named("a"), spec }, named("b")]) });
  expect(objects).toEqual(["a.json:1 Pod b"]);
  expect(unreadable).toEqual(["a.json:1: expected an object with at most 100 levels and 200000 values"]);
});

it("reads scalars as kubectl does", async () => {
  const { values } = await read({
    "a.yaml": `${pod("a")}spec: { mode: 0644, on: yes, at: 2024-01-01, clock: 12:30, path: ., id: e5 }\n`,
  });
  expect(values[0]?.spec).toEqual({ mode: 0o644, on: true, at: "2024-01-01", clock: "12:30", path: ".", id: "e5" });
});

it("reads numbers, merged maps and marks of byte order as kubectl does", async () => {
  const numbers = `${pod("a")}spec: { mode: 0o644, upper: -0O17, bits: 0B11, hex: 0X1F, text: 0o8 }\n`;
  const merged = `${pod("b")}x: &x { privileged: true }\ny: &y { privileged: no }\nspec: { privileged: false, <<: *x }\nstatus: { <<: *x, <<: *y }\n`;
  const { objects, values } = await read({ "a.yaml": `${numbers}---\n\ufeff${merged}` });
  expect(objects).toEqual(["a.yaml:1 Pod a", "a.yaml:7 Pod b"]);
  expect(values.map(({ spec }) => spec)).toEqual([
    { mode: 0o644, upper: -0o17, bits: 3, hex: 31, text: "0o8" },
    { privileged: true },
  ]);
  expect(values[1]?.status).toEqual({ privileged: false });
});

it("takes the last value of a key that is there again, as kubectl does, and says where", async () => {
  const repeated = `${pod("a")}spec:\n  hostPID: false\n  containers: [{ name: a, image: b, image: c }]\n  hostPID: true\n`;
  const { values, unreadable, repeatedKeys } = await read({ "a.yaml": repeated });
  expect(values[0]?.spec).toEqual({ hostPID: true, containers: [{ name: "a", image: "c" }] });
  expect(unreadable).toEqual([]);
  expect(repeatedKeys).toEqual([
    "a.yaml:7: its last value is what was scanned, as for kubectl",
    "a.yaml:8: its last value is what was scanned, as for kubectl",
  ]);
});

it("names file, line and what was expected, and reads the rest", async () => {
  const { objects, unreadable } = await read({
    "bad.yaml": `${pod("good")}---\nkind: Pod\n  bad: indent\n---\n${pod("after")}`,
    "broken.json": '{"kind": "Pod",\n"metadata": }',
    "chart.yaml": "name: {{ .Values.name }}\n",
    "latin.yaml": Buffer.from([0x6b, 0x3a, 0x20, 0xe9]),
    "binary.yaml": Buffer.from([1, 0, 2]),
    "packed.yaml": Buffer.from([0x1f, 0x8b, 8, 0]),
    "windows.yaml": Buffer.from(`\ufeff${pod("w")}`, "utf16le"),
    "dots.yaml": `${pod("a")}...\n${pod("b")}`,
    "empty.json": "",
    "z.yaml": pod("z"),
  });
  expect(objects).toEqual(["bad.yaml:1 Pod good", "bad.yaml:9 Pod after", "z.yaml:1 Pod z"]);
  expect(unreadable).toEqual([
    "bad.yaml:6: expected YAML: Nested mappings are not allowed in compact mappings",
    "binary.yaml: expected YAML or JSON, it is a binary file",
    "broken.json:2: expected JSON: a value",
    "chart.yaml:1: expected YAML: keys that are text; a Helm template? Scan the folder of its chart",
    "dots.yaml:6: expected YAML: --- before the next document",
    "empty.json:1: expected JSON: a value",
    "latin.yaml: expected text in UTF-8",
    "packed.yaml: expected YAML or JSON, it is compressed: unpack it, a chart into its folder",
    "windows.yaml: expected text in UTF-8, it is in UTF-16, as Windows' PowerShell writes it",
  ]);
});

it("only notes what is no Kubernetes object in a folder, and refuses it where it was named", async () => {
  const files = {
    "values.yaml": "replicas: 3\n",
    "nameless.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {}\n",
    "seven.yaml": "apiVersion: v1\nkind: Pod\nmetadata: { name: 7 }\n",
  };
  expect(await read(files)).toMatchObject({
    unreadable: [],
    notes: [
      "nameless.yaml:1: not a Kubernetes object: it has no metadata.name",
      "seven.yaml:1: not a Kubernetes object: its metadata.name, 7, is no text; in quotes it is",
      "values.yaml:1: not a Kubernetes object: it has no apiVersion and no kind",
    ],
  });
  expect(await read(files, ["values.yaml"])).toMatchObject({
    unreadable: ["values.yaml:1: expected a Kubernetes object: it has no apiVersion and no kind"],
    notes: [],
  });
});

it("reads standard input once, however often it is named", async () => {
  const { objects } = await read({}, ["-", "-"], `${pod("a")}---\n${pod("b")}`);
  expect(objects).toEqual(["stdin:1 Pod a", "stdin:6 Pod b"]);
});

it("names a path that is not there", async () => {
  expect((await read({}, ["absent.yaml"])).unreadable).toEqual(["absent.yaml: no such file or directory"]);
});

it("names a folder below that may not be read, which may hold anything", async () => {
  mkdirSync(join(folder, "secret"), { mode: 0 });
  writeFileSync(join(folder, "a.yaml"), pod("a"));
  const { objects, unreadable } = await asNobody(() => read({}));
  chmodSync(join(folder, "secret"), 0o700); // for its removal
  expect({ objects, unreadable }).toEqual({ objects: ["a.yaml:1 Pod a"], unreadable: ["secret: permission denied"] });
});

it("says nothing of a link to nothing, unless it is called as a manifest", async () => {
  symlinkSync("absent", join(folder, "link"));
  symlinkSync("absent", join(folder, "link.yaml"));
  expect((await read({})).unreadable).toEqual(["link.yaml: no such file or directory"]);
});

it.runIf(existsSync("/dev/null"))("refuses a device, which may have no end", async () => {
  symlinkSync("/dev/null", join(folder, "device"));
  expect((await read({}, ["device"])).unreadable).toEqual(["device: expected a file, a folder or a pipe"]);
});

it("names what is called as a manifest and could be waited for without an end", async () => {
  for (const name of ["chart", "base"]) mkdirSync(join(folder, name));
  execFileSync("mkfifo", ["a.yaml", "a", "chart/Chart.yaml", "base/Kustomization"], { cwd: folder });
  symlinkSync("/dev/null", join(folder, "device.json"));
  const { objects, unreadable } = await read({ "b.yaml": pod("b") });
  expect(objects).toEqual(["b.yaml:1 Pod b"]);
  expect(unreadable).toEqual([
    "a.yaml: expected a file; a pipe is read where it is named",
    "base/Kustomization: expected a file; a pipe is read where it is named",
    "chart/Chart.yaml: expected a file; a pipe is read where it is named",
    "device.json: expected a file",
  ]);
});

it("ends on links in a circle", async () => {
  symlinkSync(folder, join(folder, "loop"));
  expect((await read({ "a.yaml": pod("a") })).objects).toEqual(["a.yaml:1 Pod a"]);
});

/** Each line is nine times the one before: 9^10 values from a few hundred bytes. */
function multiplyingAliases(): string {
  const lines = Array.from(
    { length: 10 },
    (_, at) => `k${at + 1}: &k${at + 1} [${Array<string>(9).fill(`*k${at}`).join(", ")}]`,
  );
  return ["k0: &k0 [1, 2]", ...lines, ""].join("\n");
}

it.each([
  ["aliases that multiply", multiplyingAliases()],
  ["a circle of aliases", "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: &a { self: *a }\n"],
  ["brackets without end", "[".repeat(100_000)],
])("survives %s", async (_what, text) => {
  const { objects, unreadable } = await read({ "hostile.yaml": text });
  expect(objects).toEqual([]);
  expect(unreadable).toEqual([expect.stringMatching(/^hostile.yaml:\d+: expected /)]);
});

/** Root may read everything: nobody may not. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  chmodSync(folder, 0o755);
  process.seteuid?.("nobody");
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

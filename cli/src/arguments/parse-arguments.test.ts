import { expect, it } from "vitest";
import { parseArguments } from "./parse-arguments.ts";
import { UsageError } from "./usage-error.ts";

const scan = {
  command: "scan",
  fix: undefined,
  format: "pretty",
  output: undefined,
  frameworks: [],
  controls: [],
  exceptions: undefined,
  library: { artifacts: undefined, policies: undefined, controlInputs: undefined },
  valuesFiles: [],
  diff: undefined,
  thresholds: { compliance: undefined, severity: undefined },
  includeNamespaces: [],
  excludedNamespaces: [],
  verbose: false,
  isEmbedded: false,
};

it("scans the example when nothing is said, and keeps the flags", () => {
  const example = { ...scan, source: { type: "example" }, isEmbedded: true };
  expect(parseArguments([])).toEqual(example);
  expect(parseArguments(["--format", "json"])).toEqual({ ...example, format: "json" });
});

it("takes paths, flags between them, and a dash for standard input", () => {
  expect(parseArguments(["scan", "a.yaml", "--format=json", "-", "-o", "out.json", "-v"])).toEqual({
    ...scan,
    source: { type: "files", paths: ["a.yaml", "-"] },
    format: "json",
    output: "out.json",
    verbose: true,
  });
});

it.each(["-", "/dev/stdout"])("takes %s for standard output, not for a file to replace", (output) => {
  expect(parseArguments(["scan", "a", "-o", output])).toMatchObject({ output: undefined });
});

it("takes an equals sign behind a short flag for what it is behind a long one", () => {
  expect(parseArguments(["scan", "a", "-o=out.json"])).toMatchObject({ output: "out.json" });
});

it("takes folders that are called as Kubescape's commands", () => {
  expect(parseArguments(["scan", "framework"])).toMatchObject({ source: { paths: ["framework"] } });
  expect(parseArguments(["scan", "./framework", "nsa"])).toMatchObject({ source: { paths: ["./framework", "nsa"] } });
});

it("takes every word after two dashes for a path", () => {
  expect(parseArguments(["scan", "--", "--odd-name"])).toMatchObject({ source: { paths: ["--odd-name"] } });
});

it("takes a cluster instead of paths", () => {
  expect(parseArguments(["scan", "--kubeconfig", "k.yaml", "--context", "prod"])).toMatchObject({
    source: { type: "cluster", kubeconfig: "k.yaml", context: "prod" },
  });
});

it("takes lists repeated, with commas, and control IDs in any case", () => {
  expect(
    parseArguments([
      "scan",
      "a",
      "--control",
      "c-0057, C-0016",
      "--control",
      "C-0017,C-0057",
      "--include-namespaces",
      "a,,b",
    ]),
  ).toMatchObject({ controls: ["C-0057", "C-0016", "C-0017"], includeNamespaces: ["a", "b"] });
});

it("goes through storage and the dispatcher where that is asked for", () => {
  expect(parseArguments(["scan", "a", "--embedded"])).toMatchObject({ isEmbedded: true });
});

it("takes a file of accepted findings", () => {
  expect(parseArguments(["scan", "a", "--exceptions", "accepted.json"])).toMatchObject({ exceptions: "accepted.json" });
});

it.each([
  [["--help"], undefined],
  [["scan", "-h"], "scan"],
  [["help"], undefined],
  [["help", "fix"], "fix"],
  [["storage", "export", "--help"], "storage"],
])("explains itself for %s", (args, topic) => {
  expect(parseArguments(args)).toEqual({ command: "help", topic });
});

it("says its version", () => {
  expect(parseArguments(["--version"])).toEqual({ command: "version" });
  expect(parseArguments(["version"])).toEqual({ command: "version" });
});

it.each<[args: string[], message: string]>([
  [["scan"], "Nothing to scan. Name files or folders, - for standard input, or a cluster with --kubeconfig."],
  [["scan", "a", ""], "A path is empty, perhaps from a variable that is not set."],
  [["scan", "a", "--frmat", "json"], "Unknown flag --frmat. Did you mean --format?"],
  [["scan", "a", "-x"], "Unknown flag -x."],
  [["scna", "a"], "Unknown command scna. Did you mean scan?"],
  [["./manifests"], "Unknown command ./manifests. To scan a file or folder: scan ./manifests"],
  [
    ["scan", "a", "--format", "jsn"],
    "--format is one of pretty, json, junit, sarif, html, prometheus, not jsn. Did you mean json?",
  ],
  [["scan", "a", "--output"], "--output needs a value: --output FILE"],
  [["scan", "a", "-o="], "--output needs a value: --output FILE"],
  [["scan", "a", "--output", "--verbose"], "--output needs a value: --output FILE"],
  [["scan", "a", "--output", "x", "--output", "y"], "--output is given twice."],
  [["scan", "a", "--verbose=yes"], "--verbose takes no value."],
  [["scan", "a", "--control", "57"], "A control ID is like C-0057, not 57."],
  [
    ["scan", "a", "--control", "C-0057", "--framework", "nsa"],
    "Give either --framework or --control: one scan runs the one or the other.",
  ],
  [["scan", "a", "--kubeconfig", "k"], "Give either files or --kubeconfig: one scan reads the one or the other."],
  [["scan", "a", "--context", "c"], "--context needs --kubeconfig FILE; kubectl's own is ~/.kube/config."],
  [["scan", "a", "-f", "json"], "Unknown flag -f. Kubescape's -f NAME is --format NAME."],
  [["scan", "a", "--submit"], "Unknown flag --submit. Nothing is sent anywhere: leave --submit out."],
  [
    ["list", "frameworks"],
    "Unknown command list. Kubescape's list is controls list; a control's frameworks are in controls show ID.",
  ],
  [
    ["scan", "framework", "nsa", "a"],
    "Kubescape's scan framework nsa is scan PATH --framework NAME. A folder of that name is ./framework.",
  ],
  [
    ["scan", "https://git.example/shop"],
    "https://git.example/shop is an address. Clone the repository and scan its folder.",
  ],
  [
    ["scan", "https://me:secret@git.example/shop?token=secret"],
    "https://***@git.example/shop is an address. Clone the repository and scan its folder.",
  ],
])("refuses %s", (args, message) => {
  expect(() => parseArguments(args)).toThrow(new UsageError(message));
});

it.each([
  [["controls"], { command: "controls", action: "list", ids: [], frameworks: [] }],
  [["controls", "list", "--framework", "nsa"], { command: "controls", action: "list", ids: [], frameworks: ["nsa"] }],
  [["controls", "show", "c-0057"], { command: "controls", action: "show", ids: ["C-0057"], frameworks: [] }],
])("asks the library with %s", (args, command) => {
  expect(parseArguments(args)).toEqual(command);
});

const inCluster = { type: "cluster", kubeconfig: "k", context: undefined, namespace: "kubescape" };

it.each([
  [["export", "x", "--kubeconfig", "k"], { action: "export", file: "x", place: inCluster }],
  [["import", "x", "--database", "d"], { action: "import", file: "x", place: { type: "database", file: "d" } }],
  [
    ["check", "--kubeconfig", "k", "--context", "c", "--namespace", "n"],
    { action: "check", place: { ...inCluster, context: "c", namespace: "n" } },
  ],
])("takes storage %s", (args, command) => {
  expect(parseArguments(["storage", ...args])).toEqual({ command: "storage", ...command });
});

it.each([
  [["fix"], "Nothing to scan"],
  [["storage", "export", "x"], "Say whose storage"],
  [["storage", "check", "--kubeconfig", "k", "--database", "d"], "Say whose storage"],
  [["storage", "export", "--database", "d"], "Say storage export FILE"],
  [["storage", "check", "x", "--database", "d"], "Say storage export FILE"],
  [["storage", "check", "--database", "d", "--format", "json"], "--format belongs to scan"],
  [["scan", "a", "--database", "d"], "--database belongs to storage"],
  [["fix", "-"], "fix changes files"],
  [["fix", "a", "--format", "json"], "--format belongs to scan"],
  [["scan", "a", "--apply"], "--apply belongs to fix"],
  [["controls", "show"], "Say controls list"],
  [["controls", "show", "57"], "A control ID is like C-0057, not 57."],
  [["controls", "--output", "x"], "--output belongs to scan."],
  [["scan", "a", "--severity-threshold", "hgh"], "Did you mean high?"],
  [["scan", "a", "--compliance-threshold", "101"], "a number from 0 to 100, not 101"],
])("refuses %s", (args, message) => {
  expect(() => parseArguments(args)).toThrow(message);
});

it("takes what is judged by, and values files in order", () => {
  const flags = ["--use-artifacts-from", "a", "--policies", "p", "--controls-config", "c.json"];
  expect(parseArguments(["scan", "chart", ...flags, "--values", "1.yaml", "--values=2.yaml"])).toMatchObject({
    library: { artifacts: "a", policies: "p", controlInputs: "c.json" },
    valuesFiles: ["1.yaml", "2.yaml"],
  });
});

it("takes thresholds in words and numbers", () => {
  const args = ["scan", "a", "--severity-threshold", "high", "--compliance-threshold=80"];
  expect(parseArguments(args)).toMatchObject({ thresholds: { severity: "High", compliance: 80 } });
});

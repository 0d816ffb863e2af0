import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { SarifLog } from "./sarif/sarif-log.ts";

const source = fileURLToPath(new URL("main.ts", import.meta.url));
const example = fileURLToPath(new URL("../../examples/online-shop", import.meta.url));

/** Where a run stands and keeps its state: what is left in `state` afterwards was left behind. */
let folder: string;
let state: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sortie-test-"));
  state = join(folder, "state");
  mkdirSync(state);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Ended = { status: number | null; stdout: string; stderr: string };

type Started = { child: ChildProcess; ended: Promise<Ended> };

function start(args: string[], input = "", { command = [process.execPath, source], own = {} } = {}): Started {
  const env = { ...process.env, TMPDIR: state, npm_lifecycle_event: "", ...own };
  const [program = "", ...before] = command;
  const child = spawn(program, [...before, ...args], { cwd: folder, env });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (said.stdout += chunk));
  child.stderr.on("data", (chunk) => (said.stderr += chunk));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const ended = new Promise<Ended>((resolve) => child.once("close", (status) => resolve({ status, ...said })));
  return { child, ended };
}

async function sortie(args: string[], input = ""): Promise<Ended> {
  return await start(args, input).ended;
}

const Report = z.object({
  summaryDetails: z.object({
    complianceScore: z.number(),
    controls: z.record(z.string(), z.object({ status: z.string(), ResourceCounters: z.record(z.string(), z.int()) })),
  }),
  resources: z.array(
    z.object({ resourceID: z.string(), source: z.object({ relativePath: z.string(), line: z.int() }).optional() }),
  ),
  results: z.array(
    z.object({
      resourceID: z.string(),
      controls: z.array(
        z.object({
          controlID: z.string(),
          status: z.object({ status: z.string() }),
          rules: z.array(z.object({ paths: z.array(z.record(z.string(), z.unknown())) })),
        }),
      ),
    }),
  ),
});

function failuresOf(report: z.infer<typeof Report>): string[] {
  return report.results.flatMap(({ resourceID, controls }) =>
    controls.filter(({ status }) => status.status === "failed").map(({ controlID }) => `${resourceID} ${controlID}`),
  );
}

function withoutTime(report: string): object {
  return { ...(JSON.parse(report) as object), generationTime: "" };
}

const privileged = (name: string) => `apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: shop }
spec:
  containers:
    - name: a
      image: a
      securityContext: { privileged: true }
`;

it("scans with its sources", { timeout: 120_000 }, async () => {
  const { status, stdout } = await sortie(["scan", "-", "--control", "C-0057"], privileged("a"));
  expect(status).toBe(0);
  expect(stdout).toMatch(/High +C-0057 +Privileged container +1 \/ 1/);
  expect(readdirSync(state)).toEqual([]);
});

/** Installed it takes a fraction of the time, and everything that a scan loads is there or not. */
describe("a scan of the installed command", { timeout: 120_000 }, () => {
  const parent = mkdtempSync(join(tmpdir(), "sortie-installed-"));
  const place = join(parent, "elsewhere");
  const main = join(place, "cli/src/bundle/main.mjs");
  beforeAll(async () => {
    const images = fileURLToPath(new URL("../../images/src/main.ts", import.meta.url));
    const installed = join(parent, "here");
    await promisify(execFile)(process.execPath, [images, "--command", installed]);
    renameSync(installed, place);
  }, 300_000);
  afterAll(() => rmSync(parent, { recursive: true }));
  const ofCommand = { NODE: process.execPath, NODE_OPTIONS: "" };
  const installed = (own = {}) => ({ command: [join(place, "sortie")], own: { ...ofCommand, ...own } });
  const sortie = (args: string[], input = "", own = {}) => start(args, input, installed(own)).ended;

  it("starts from its snapshot, which no file of the program is read for", async () => {
    renameSync(main, `${main}.away`);
    try {
      const { status, stdout } = await sortie(["scan", "-", "--control", "C-0057"], privileged("a"));
      expect(stdout).toMatch(/High +C-0057 +Privileged container +1 \/ 1/);
      expect(status).toBe(0);
    } finally {
      renameSync(`${main}.away`, main);
    }
  });

  it("starts from its program where Node is another or has other options, and says the same", async () => {
    const other = join(folder, "node");
    writeFileSync(other, `#!/bin/sh\necho "$@" >&2\nexec ${process.execPath} "$@"\n`, { mode: 0o755 });
    const scan = ["scan", example, "--format", "json"];
    const [snapshot, byOther, withOptions] = await Promise.all([
      sortie(scan),
      sortie(scan, "", { NODE: other }),
      sortie(scan, "", { NODE_OPTIONS: "--no-warnings" }),
    ]);
    expect(byOther.stderr).toContain(` ${main} scan `);
    expect(byOther.stderr).not.toContain("--snapshot-blob");
    for (const { stdout } of [byOther, withOptions]) expect(withoutTime(stdout)).toEqual(withoutTime(snapshot.stdout));
    expect(failuresOf(Report.parse(JSON.parse(snapshot.stdout)))).toContain("/v1/shop-ops/Pod/support-shell C-0057");
  });

  it.each<[damage: string, damaged: (whole: Buffer) => Uint8Array]>([
    ["cut off", (whole) => whole.subarray(0, 1_000_000)],
    ["nothing but zeros", (whole) => whole.fill(0)],
    ["zeros from somewhere on", (whole) => whole.fill(0, 1_000_000)],
  ])("starts from its program where the snapshot is %s", async (_damage, damaged) => {
    const blob = join(dirname(main), "start.blob");
    renameSync(blob, `${blob}.whole`);
    try {
      writeFileSync(blob, damaged(readFileSync(`${blob}.whole`)));
      const { status, stdout, stderr } = await sortie(["scan", "-", "--control", "C-0057"], privileged("a"));
      expect(stderr).toBe("");
      expect(stdout).toMatch(/High +C-0057 +Privileged container +1 \/ 1/);
      expect(status).toBe(0);
    } finally {
      renameSync(`${blob}.whole`, blob);
    }
  });

  it("gives a Node of another version no options, which it might not know, so that it can say that it is too old", async () => {
    const other = join(folder, "node20");
    writeFileSync(other, '#!/bin/sh\n[ "$1" = --version ] && echo v20.0.0 || echo "$1"\n', { mode: 0o755 });
    const { stdout } = await sortie(["scan", "-"], "", { NODE: other });
    expect(stdout).toBe(`${main}\n`);
  });

  it("shows what is wrong with the example, worst first, with the paths to fix and what to run next", async () => {
    const { status, stdout, stderr } = await sortie([]);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout).toContain("C-0057  Privileged container");
    expect(stdout).toMatch(/Pod shop-ops\/support-shell {2}\d+ high.*\n.*70-operations\.yaml:\d+\n/);
    expect(stdout).toContain("spec.containers[0].securityContext.privileged");
    expect(stdout).toContain("sortie scan ./manifests");
    expect(stdout).not.toContain("\u001b");
    expect(readdirSync(state)).toEqual([]);
  });

  it("writes the same as JSON, to a file where that was asked for", async () => {
    const { status, stdout, stderr } = await sortie(["scan", example, "--format", "json", "-o", "report.json"]);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "", stderr: "Report written to report.json\n" });
    const report = Report.parse(JSON.parse(readFileSync(join(folder, "report.json"), "utf8")));
    expect(failuresOf(report)).toContain("/v1/shop-ops/Pod/support-shell C-0057");
    expect(failuresOf(report)).not.toContain("apps/v1/shop/Deployment/storefront C-0057");
    expect(
      report.resources.find(({ resourceID }) => resourceID === "apps/v1/shop/Deployment/storefront")?.source,
    ).toEqual({
      relativePath: `${example}/10-storefront.yaml`,
      line: 19,
    });
  });

  it("writes logs that SARIF allows, whatever files are called", async () => {
    for (const name of ["мой магазин #1 50%.yaml", "[a](b).yaml", "new\nline.yaml"])
      writeFileSync(join(folder, name), privileged(`in-${name.length}`));
    const { stdout } = await sortie(["scan", ".", example, "--format", "sarif"]);
    const [run] = SarifLog.parse(JSON.parse(stdout)).runs;
    const placed = run?.results.map(({ locations }) => locations[0]?.physicalLocation?.artifactLocation.uri);
    expect(placed).toContain("%D0%BC%D0%BE%D0%B9%20%D0%BC%D0%B0%D0%B3%D0%B0%D0%B7%D0%B8%D0%BD%20%231%2050%25.yaml");
    expect(placed).not.toContain(undefined);
  });

  it("says the same through storage and the dispatcher", async () => {
    const scan = ["scan", example, "--format", "json"];
    const [direct, embedded] = [await sortie(scan), await sortie([...scan, "--embedded"])];
    expect(withoutTime(embedded.stdout)).toEqual(withoutTime(direct.stdout));
  });

  it.runIf(existsSync("/dev/full"))("says so when the report does not fit on the disk", async () => {
    const { status, stderr } = await sortie(["scan", "-", "-o", "/dev/full"], privileged("a"));
    expect(status).toBe(2);
    expect(stderr).toContain("Cannot write /dev/full: no space left on the disk.");
    const redirected = { ...installed(), command: ["sh", "-c", 'exec "$0" "$@" > /dev/full', ...installed().command] };
    const full = await start(["scan", "-"], privileged("a"), redirected).ended;
    expect(full).toEqual({
      status: 2,
      stdout: "",
      stderr: "Cannot write standard output: no space left on the disk.\n",
    });
  });

  it("says so when there is room for the beginning of the report", async () => {
    const limited = 'trap "" XFSZ; ulimit -f 8; exec "$0" "$@" > report.sarif';
    const command = ["sh", "-c", limited, ...installed().command];
    const scan = ["scan", "-", "--format", "sarif"];
    const { status, stderr } = await start(scan, privileged("a"), { ...installed(), command }).ended;
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "Cannot write standard output: EFBIG: file too large, write.\n",
    });
  });

  it("ends with 2 where a file that is to be fixed cannot be written", async () => {
    writeFileSync(join(folder, "pod.yaml"), `${privileged("a")}# ${"long ".repeat(2_000)}\n`);
    const command = ["sh", "-c", 'trap "" XFSZ; ulimit -f 8; exec "$0" "$@"', ...installed().command];
    const { status, stderr } = await start(["fix", "pod.yaml", "--apply"], "", { ...installed(), command }).ended;
    expect(stderr).toContain("Not written: pod.yaml: EFBIG: file too large, write\n");
    expect(status).toBe(2);
  });

  it("says nothing and ends in order when nobody reads it any more", async () => {
    const { child, ended } = start(["scan", "-", "absent.yaml"], privileged("a"), installed());
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect((await ended).status).toBe(2);
  });

  it("can be ended while nobody reads what it wrote", async () => {
    const { command, own } = installed();
    const child = spawn(command[0] ?? "", ["scan", example, "--format", "json"], {
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...process.env, ...own },
    });
    await once(child.stdout, "readable");
    // A signal that comes before the last is written is too late for the scan.
    const signals = setInterval(() => child.kill("SIGTERM"), 100);
    const [, signal] = (await once(child, "exit")) as [number | null, string | null];
    clearInterval(signals);
    expect(signal).toBe("SIGTERM");
  });

  it("passes what a file of exceptions accepts, and names those that accept nothing", async () => {
    const resources = [{ designatorType: "Attributes", attributes: { name: "shell" } }];
    const policies = [{ name: "shells", resources, posturePolicies: [], expires: "never" }, { name: "none" }];
    writeFileSync(join(folder, "accepted.json"), JSON.stringify(policies));
    const { status, stdout, stderr } = await sortie(
      ["scan", "-", "--control", "C-0057", "--exceptions", "accepted.json", "--format", "json"],
      `${privileged("shell")}---\n${privileged("other")}`,
    );
    expect(status).toBe(0);
    expect(failuresOf(Report.parse(JSON.parse(stdout)))).toEqual(["/v1/shop/Pod/other C-0057"]);
    expect(stdout).toContain('"exception":[{"name":"shells"}]');
    expect(stderr).toBe(
      "Exceptions that could not be used, as a whole or in part (2):\n" +
        "  none: resources: without attributes it is about no object\n" +
        "  shells: expires: there is no such field\n",
    );
  });

  it("reaches a cluster through the proxy of its kubeconfig", async () => {
    const proxy = createServer((socket) => socket.once("data", () => socket.end("HTTP/1.1 503 Busy\r\n\r\n")));
    await once(proxy.listen(0, "127.0.0.1"), "listening");
    const { port } = proxy.address() as AddressInfo;
    const cluster = { server: "https://cluster.test:6443", "proxy-url": `http://127.0.0.1:${port}` };
    const kubeconfig = {
      clusters: [{ name: "a", cluster }],
      users: [{ name: "a", user: {} }],
      contexts: [{ name: "a", context: { cluster: "a", user: "a" } }],
      "current-context": "a",
    };
    writeFileSync(join(folder, "kubeconfig"), JSON.stringify(kubeconfig));
    const { status, stderr } = await sortie(["scan", "--kubeconfig", "kubeconfig"]);
    proxy.close();
    expect(stderr).toContain("Proxy response (503) !== 200 when HTTP Tunneling (cluster_unreachable)");
    expect(status).toBe(1);
  });

  it.each(["--exceptions", "--controls-config", "--use-artifacts-from", "--policies"])(
    "takes what cannot be used of %s for a mistake in the command line, and keeps no log of it",
    async (flag) => {
      const { status, stderr } = await sortie(["scan", "-", flag, "absent"], privileged("a"));
      expect(status).toBe(2);
      expect(stderr).toMatch(/absent.*\nSee .* --help\n$/);
    },
  );

  it("judges by released artifacts, with the person's own controls and lists over them, and says which rule it could not run", async () => {
    const pods = '[{ "apiGroups": [""], "apiVersions": ["v1"], "resources": ["Pod"] }]';
    const control = (id: string, rule: string) =>
      `{ "controlID": "${id}", "name": "${rule}", "baseScore": 8, "rulesNames": ["${rule}"] }`;
    const names = `package armo_builtins

deny[{"alertObject": {"k8sApiObjects": [pod]}}] {
	pod := input[_]
	pod.metadata.name == data.postureControlInputs.bad[_]
}`;
    const rule = (name: string, rego: string) =>
      `{ "name": "${name}", "match": ${pods}, "rule": ${JSON.stringify(rego)},
        "controlConfigInputs": [{ "path": "settings.postureControlInputs.bad" }] }`;
    const files = {
      "artifacts/controls": `[${control("C-0001", "names")}, ${control("C-0002", "broken")}]`,
      "artifacts/rules": `[${rule("names", names)}, ${rule("broken", "package armo_builtins\ndeny[")}]`,
      "artifacts/frameworks": "[]",
      "artifacts/default_config_inputs": '{ "bad": ["a"] }',
      "inputs.json": '{ "bad": ["b"] }',
      "own/controls/C-9001.yaml": "id: C-9001\nname: Own\nbaseScore: 5\ndescription: d\nremediation: r\nrules: [own]\n",
      "own/rules/own/rule.yaml": `match: ${pods}\n`,
      "own/rules/own/rule.rego":
        'package sortie.rules.own\n\ndeny contains {"alertObject": {"k8sApiObjects": input}} if input != []\n',
    };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, name, ".."), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const flags = ["--use-artifacts-from", "artifacts", "--policies", "own", "--controls-config", "inputs.json"];
    const { status, stdout, stderr } = await sortie(
      ["scan", "-", ...flags, "--format", "json"],
      `${privileged("a")}---\n${privileged("b")}`,
    );
    expect(failuresOf(Report.parse(JSON.parse(stdout)))).toEqual([
      "/v1/shop/Pod/a C-9001",
      "/v1/shop/Pod/b C-0001",
      "/v1/shop/Pod/b C-9001",
    ]);
    expect(stderr).toMatch(
      /^Rules that could not be asked about everything \(1\):\n {2}broken: broken\/rule\.rego:\d.*\n$/,
    );
    expect(status).toBe(0);
  });

  it("reads standard input, and evaluates one control only", async () => {
    const { status, stdout } = await sortie(
      ["scan", "-", "--control", "C-0057", "--format", "json"],
      privileged("bad"),
    );
    expect(status).toBe(0);
    const report = Report.parse(JSON.parse(stdout));
    expect(Object.keys(report.summaryDetails.controls)).toEqual(["C-0057"]);
    expect(failuresOf(report)).toEqual(["/v1/shop/Pod/bad C-0057"]);
  });

  it("scans what it can read, names what it cannot with line and expectation, and ends with 2", async () => {
    writeFileSync(join(folder, "bad.yaml"), "kind: Pod\n  indented: wrong\n");
    writeFileSync(join(folder, "good.yaml"), privileged("good"));
    const { status, stdout, stderr } = await sortie(["scan", "bad.yaml", "good.yaml", "absent.yaml"]);
    expect(status).toBe(2);
    expect(stdout).toContain("Pod shop/good");
    expect(stderr).toBe(
      "Not read, and not scanned (2):\n" +
        "  bad.yaml:1: expected YAML: Nested mappings are not allowed in compact mappings\n" +
        "  absent.yaml: no such file or directory\n",
    );
  });

  it("judges the last definition of an object, and nothing of a file that ends in a mistake", async () => {
    const plain = privileged("a").replace("privileged: true", "privileged: false");
    const object = (name: string) => ({ apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "shop" } });
    writeFileSync(join(folder, "broken.json"), `[${JSON.stringify(object("b"))}, {b}]`);
    const args = ["--control", "C-0057", "--format", "json"];
    const { status, stdout, stderr } = await sortie(
      ["scan", "-", "broken.json", ...args],
      `${privileged("a")}---\n${plain}`,
    );
    const { results } = Report.parse(JSON.parse(stdout));
    expect(results.map(({ resourceID, controls }) => [resourceID, controls[0]?.status.status])).toEqual([
      ["/v1/shop/Pod/a", "passed"],
    ]);
    expect(stderr).toContain("Pod shop/a is also defined at stdin:10, which is what was scanned");
    expect(status).toBe(2);
  });

  it("leaves namespaces out", async () => {
    const args = ["--control", "C-0057", "--exclude-namespaces", "shop", "--format", "json"];
    const { stdout } = await sortie(["scan", "-", ...args], privileged("a"));
    expect(Report.parse(JSON.parse(stdout)).results).toEqual([]);
  });

  it("does not take a misspelt namespace for a clean result", async () => {
    const args = ["--control", "C-0057", "--include-namespaces", "shpo", "--format", "json"];
    const { status, stdout, stderr } = await sortie(["scan", "-", ...args], privileged("a"));
    expect(status).toBe(2);
    expect(stderr).toBe(
      "--include-namespaces shpo matches nothing. Did you mean shop?\n" +
        "Nothing was scanned but objects without a namespace.\n",
    );
    expect(Report.parse(JSON.parse(stdout)).results).toEqual([]);
  });

  it("does not take an empty pipe for a clean result", async () => {
    const { status, stderr } = await sortie(["scan", "-"], "");
    expect(status).toBe(2);
    expect(stderr).toContain("stdin: expected a Kubernetes object, there is nothing in it");
  });

  it("gives an empty report for input without objects", async () => {
    const { status, stdout, stderr } = await sortie(["scan", "-", "--format", "json"], '{"kind":"List","items":[]}');
    expect(status).toBe(0);
    expect(Report.parse(JSON.parse(stdout)).results).toEqual([]);
    expect(stderr).toBe("Nothing to scan: no Kubernetes object in standard input (1 file read).\n");
  });

  it("does not take input without objects for what a threshold accepts", async () => {
    const { status, stderr } = await sortie(
      ["scan", "-", "--compliance-threshold", "50"],
      '{"kind":"List","items":[]}',
    );
    expect(status).toBe(2);
    expect(stderr).toContain("Not accepted: there is nothing that a threshold could accept\n");
  });
});

describe("usage", () => {
  it("is explained, with examples", async () => {
    const { status, stdout } = await sortie(["--help"]);
    expect(status).toBe(0);
    expect(stdout).toContain("helm template ./chart | sortie scan -");
    expect(stdout).toMatch(/^ {2}2 {2}wrong usage/m);
  });

  it.each<[args: string[], message: string]>([
    [["scan"], "Nothing to scan. Name files or folders, - for standard input, or a cluster with --kubeconfig."],
    [["scan", ".", "--fromat", "json"], "Unknown flag --fromat. Did you mean --format?"],
    [["scan", ".", "-o", "no/such/folder"], "Cannot write no/such/folder: no such file or directory."],
    [["scan", ".", "--control", ","], "--control needs a value: --control ID"],
    [["scan", "--kubeconfig", "absent"], "Cannot read the kubeconfig absent: no such file or directory."],
  ])("is refused for %s", async (args, message) => {
    expect(await sortie(args)).toEqual({ status: 2, stdout: "", stderr: `${message}\nSee sortie scan --help\n` });
  });

  it("is refused without a control library", async () => {
    const { ended } = start(["scan", "-", "--control", "C-0057"], "", { own: { POLICIES_DIR: "absent" } });
    const { status, stderr } = await ended;
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /^Cannot read the control library .*absent: no such file or directory\. POLICIES_DIR names it\./,
    );
  });

  it("is refused without a place for temporary files", async () => {
    rmSync(state, { recursive: true });
    const { status, stderr } = await sortie(["scan", ".", "--embedded"]);
    expect(status).toBe(2);
    expect(stderr).toContain(`Cannot write to the temporary folder ${state}: no such file or directory.`);
  });

  it("is refused without room for temporary files", async () => {
    const limited = 'trap "" XFSZ; ulimit -f 16; exec "$@"';
    const command = ["sh", "-c", limited, "sh", process.execPath, source];
    const large = privileged("a").replace("name: a,", `name: a, annotations: { text: ${"long".repeat(5_000)} },`);
    const { status, stderr } = await start(["scan", "-", "--embedded"], large, { command }).ended;
    expect(stderr).toBe(
      `Cannot write to the temporary folder ${state}: EFBIG: file too large, write. TMPDIR names another.\n` +
        "See sortie scan --help\n",
    );
    expect(status).toBe(2);
    expect(readdirSync(state)).toEqual([]);
  });

  it("is refused in a folder that is not there any more", async () => {
    const removed = 'mkdir away && cd away && rmdir ../away && exec "$@"';
    const { ended } = start(["scan", "."], "", { command: ["sh", "-c", removed, "sh", process.execPath, source] });
    expect(await ended).toEqual({
      status: 2,
      stdout: "",
      stderr:
        "The folder that this was started in is not there any more. Change to another one.\nSee sortie scan --help\n",
    });
  });

  it("is refused for a control that is not known", async () => {
    const { status, stderr } = await sortie(["scan", ".", "--control", "C-9999"]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^Unknown control C-9999\. The library has \d+, from C-\d{4} to C-\d{4}\.\n/);
  });

  it("knows its version", async () => {
    expect((await sortie(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

it.each<[doing: string, flags: string[]]>([
  ["reading", ["-"]],
  ["scanning", [example]],
])("is stopped by Ctrl-C while it is %s, and leaves nothing", { timeout: 60_000 }, async (doing, flags) => {
  const child = spawn(process.execPath, [source, "scan", ...flags, "--verbose"], {
    env: { ...process.env, TMPDIR: state },
  });
  let said = "";
  child.stderr.on("data", (chunk) => (said += chunk));
  await vi.waitUntil(() => said.includes(doing), { timeout: 20_000 });
  child.kill("SIGINT");
  const [status] = await once(child, "close");
  expect({ status, said }).toEqual({ status: 130, said: expect.stringMatching(/\nStopped\.\n$/) });
  expect(readdirSync(state)).toEqual([]);
});

/** `/proc` says which processes there are. */
describe.runIf(process.platform === "linux")("its programs", { timeout: 120_000 }, () => {
  /** Which takes connections and never answers. */
  const cluster = createServer();
  let kubeconfig: string;
  beforeAll(async () => await once(cluster.listen(0, "127.0.0.1"), "listening"));
  beforeEach(() => {
    kubeconfig = join(folder, "kubeconfig");
    const server = `http://127.0.0.1:${(cluster.address() as AddressInfo).port}`;
    const named = { clusters: [{ name: "c", cluster: { server } }], users: [{ name: "u", user: {} }] };
    const contexts = [{ name: "silent", context: { cluster: "c", user: "u" } }];
    writeFileSync(kubeconfig, JSON.stringify({ ...named, contexts, "current-context": "silent" }));
  });
  afterAll(() => cluster.close());

  /** What is scanned, and how many programs that starts. */
  const waysToScan: [programs: string, args: () => string[], count: number][] = [
    ["config-scan alone", () => ["--kubeconfig", kubeconfig], 1],
    ["storage and the dispatcher", () => [example, "--embedded"], 2],
  ];

  it.each(waysToScan)("are stopped by Ctrl-C, and nothing is left: %s", async (_what, args, count) => {
    const { child, ended } = start(["scan", ...args()]);
    const programs = await running(child, count);
    child.kill("SIGINT");
    expect(await ended).toEqual({ status: 130, stdout: "", stderr: "Stopped.\n" });
    expect(programs.filter(isRunning)).toEqual([]);
    expect(readdirSync(state)).toEqual([]);
  });

  it.each(waysToScan)(
    "end by themselves when the command is killed, and leave nothing either: %s",
    async (_what, args, count) => {
      const { child, ended } = start(["scan", ...args()]);
      const programs = await running(child, count);
      child.kill("SIGKILL");
      await ended;
      await vi.waitUntil(() => programs.filter(isRunning).length === 0, { timeout: 20_000 });
      expect(readdirSync(state)).toEqual([]);
    },
  );

  it.each<[name: string, args: () => string[], message: string]>([
    ["config-scan", () => ["--kubeconfig", kubeconfig], "The scan failed: config-scan was ended by SIGKILL."],
    ["storage", () => [example, "--embedded"], "storage was ended by SIGKILL."],
  ])("are reported with the end of their log when they die too early: %s", async (name, args, message) => {
    const { child, ended } = start(["scan", ...args()]);
    const [first = Number.NaN] = await running(child, 1);
    process.kill(first, "SIGKILL");
    const { status, stderr } = await ended;
    expect(status).toBe(1);
    expect(stderr.split("\n")[0]).toBe(message);
    const [, log = ""] = /^Its log: (.*)$/m.exec(stderr) ?? [];
    expect(log).toMatch(new RegExp(`/logs/${name}\\.log$`));
    expect(existsSync(log)).toBe(true);
    expect(readdirSync(join(log, "..", ".."))).toEqual(["logs"]);
  });
});

/** Waits until the command has started that many programs; their process IDs. */
async function running(child: ChildProcess, count: number): Promise<number[]> {
  return await vi.waitUntil(
    () => {
      const pids = childrenOf(child.pid ?? Number.NaN);
      return pids.length >= count ? pids : undefined;
    },
    { timeout: 20_000 },
  );
}

function childrenOf(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  return existsSync(file) ? readFileSync(file, "utf8").trim().split(" ").filter(Boolean).map(Number) : [];
}

/** A zombie has ended; its new parent has not looked yet. */
function isRunning(pid: number): boolean {
  const file = `/proc/${pid}/stat`;
  return existsSync(file) && !/\) Z/.test(readFileSync(file, "utf8"));
}

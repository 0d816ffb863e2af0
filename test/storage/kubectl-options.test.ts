// Options and commands of kubectl that ask something of a server which the plain verbs do not (kubectl.test.ts).
import { once } from "node:events";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Cluster } from "../cluster/cluster.ts";
import { eventually, failure, type Kubectl, kubectlOn } from "./kubectl.ts";
import { namespaceOfTest } from "./namespace-of-test.ts";
import { group, summaries, summaryYaml } from "./scans.ts";
import { storageOnCluster } from "./storage-on-cluster.ts";
import type { StorageProcess } from "./storage-process.ts";

let cluster: Cluster;
let storage: StorageProcess;
let tool: Kubectl;
let namespace: string;

beforeAll(async () => {
  ({ cluster, storage } = await storageOnCluster());
  tool = await kubectlOn(cluster);
});
afterAll(() => storage?.remove());

beforeEach(async () => {
  const made = await namespaceOfTest(cluster, "kubectl-options");
  namespace = made.name;
  return made.remove;
});

/** In the namespace of the test. */
function kubectl(...args: string[]): Promise<string> {
  return tool.run("-n", namespace, ...args);
}

/** Three objects, neither in the order of their names nor in that of their creation. */
function three(): string {
  return ["b", "c", "a"]
    .map((name, at) => summaryYaml(namespace, name, at, { labels: { at: String(at) } }))
    .join("---\n");
}

it("gets many in pieces, in an order, and what a path in them says", async () => {
  await tool.send(three(), "create");
  const names = async (...args: string[]) =>
    (await kubectl("get", "kswcss", "--no-headers", ...args)).trim().split(/ .*\n?/);
  expect(await names("--chunk-size=2")).toEqual(["a", "b", "c", ""]);
  expect(await names("--sort-by=.spec.severities.high")).toEqual(["b", "c", "a", ""]);
  expect(await kubectl("get", "kswcss", "--chunk-size=1", "--show-labels")).toMatch(/^b .* at=0$/m);
  expect(await kubectl("get", "kswcss", "-o", "jsonpath={.items[?(@.spec.severities.high>0)].metadata.name}")).toBe(
    "a c",
  );
  expect(await kubectl("get", "kswcss", "-L", "at")).toMatch(/^NAME .* AT$/m);
  expect(await kubectl("get", "kswcss/a", "kswcss/b", "-o", "name")).toBe(
    ["a", "b"].map((name) => `workloadconfigurationscansummary.${group}/${name}\n`).join(""),
  );
  expect(await kubectl("get", "kubescape", "-o", "name")).toContain(`workloadconfigurationscansummary.${group}/a`);
  expect(await kubectl("get", "kswcss", "none", "--ignore-not-found")).toBe("");
});

it("tells --watch-only of what happens, and not of what there was", async () => {
  await tool.apply(summaryYaml(namespace, "before", 1));
  const watch = tool.spawn("-n", namespace, "get", "kswcss", "--watch-only", "-o", "name");
  let output = "";
  watch.stdout.on("data", (chunk: Buffer) => {
    output += chunk;
  });
  // It says nothing when it has begun: one of these comes after that.
  let made = 0;
  await eventually(async () => {
    made += 1;
    await tool.apply(summaryYaml(namespace, `after-${made}`, 1));
    expect(output).toContain("/after-");
  }, 30);
  const exited = once(watch, "exit");
  watch.kill();
  await exited;
  expect(output).not.toContain("/before");
});

it("labels and annotates all, and takes labels away again", async () => {
  await tool.send(three(), "create");
  await kubectl("label", "kswcss", "--all", "stage=prod");
  expect(await failure(kubectl("label", "kswcss", "a", "stage=test"))).toContain("--overwrite");
  await kubectl("label", "kswcss", "a", "stage=test", "--overwrite");
  await kubectl("annotate", "kswcss", "--all", "note=seen");
  await kubectl("label", "kswcss", "b", "stage-");
  expect(await kubectl("get", "kswcss", "-l", "stage in (prod,test)", "-o", "name")).toMatch(/\/a\n.*\/c\n$/);
  expect(await kubectl("get", "kswcss", "-o", "jsonpath={.items[*].metadata.annotations.note}")).toBe("seen seen seen");
});

it("replaces by force: another object of the same name", async () => {
  await tool.apply(summaryYaml(namespace, "web", 1));
  const uid = () => kubectl("get", "kswcss", "web", "-o", "jsonpath={.metadata.uid}");
  const before = await uid();
  expect(await tool.send(summaryYaml(namespace, "web", 2), "replace", "--force")).toContain("replaced");
  expect(await uid()).not.toBe(before);
});

it.each(["orphan", "foreground", "background"])(
  "leaves to the cluster what --cascade=%s does with what it owns",
  async (cascade) => {
    await tool.apply(summaryYaml(namespace, "owner", 1));
    const uid = await kubectl("get", "kswcss", "owner", "-o", "jsonpath={.metadata.uid}");
    const owner = { apiVersion: `${group}/v1beta1`, kind: "WorkloadConfigurationScanSummary", name: "owner", uid };
    const ownerReferences = [{ ...owner, blockOwnerDeletion: true }];
    await tool.apply(summaryYaml(namespace, "owned", 1, { ownerReferences }));
    await kubectl("delete", "kswcss", "owner", `--cascade=${cascade}`, "--timeout=90s");
    const left = () => kubectl("get", "kswcss", "-o", "jsonpath={.items[*].metadata.name}");
    await eventually(async () => expect(await left()).toBe(cascade === "orphan" ? "owned" : ""), 60);
    if (cascade === "orphan") {
      expect(await kubectl("get", "kswcss", "owned", "-o", "jsonpath={.metadata.ownerReferences}")).toBe("");
    }
  },
);

it("says who can do what, by the rights that there are", async () => {
  await kubectl("create", "role", "reader", "--verb=get", `--resource=${summaries}`);
  await kubectl("create", "rolebinding", "reader", "--role=reader", "--user=jane");
  const can = (...args: string[]) => kubectl("auth", "can-i", "--as=jane", ...args);
  await eventually(async () => expect(await can("get", "kswcss")).toBe("yes\n"), 10);
  expect(await failure(can("delete", "kswcss"))).toContain("no");
  expect(await can("--list")).toMatch(new RegExp(`^${summaries} .*\\[get\\]$`, "m"));
});

it("describes an object with all that it says", async () => {
  await tool.apply(summaryYaml(namespace, "web", 4));
  const described = await kubectl("describe", "kswcss", "web");
  expect(described).toMatch(/^Labels: +kubescape.io\/workload-kind=Deployment$/m);
  expect(described).toMatch(/^ +High: +4$/m);
  expect(await kubectl("describe", "kswcss")).toContain("Name:         web");
});

it("passes a list and a watch through a proxy", async () => {
  const proxy = tool.spawn("proxy", "--port=0");
  const [said] = (await once(proxy.stdout, "data")) as [Buffer];
  const [, address] = /on (127\.0\.0\.1:\d+)/.exec(said.toString()) ?? [];
  const path = `http://${address}/apis/${group}/v1beta1/namespaces/${namespace}/workloadconfigurationscansummaries`;
  const list = (await (await fetch(path)).json()) as { items: []; metadata: { resourceVersion: string } };
  expect(list.items).toEqual([]);
  const watch = await fetch(`${path}?watch=1&resourceVersion=${list.metadata.resourceVersion}`);
  await tool.apply(summaryYaml(namespace, "web", 1));
  const { value } = (await watch.body?.getReader().read()) ?? {};
  expect(JSON.parse(Buffer.from(value ?? []).toString())).toMatchObject({
    type: "ADDED",
    object: { metadata: { name: "web" } },
  });
  const exited = once(proxy, "exit");
  proxy.kill();
  await exited;
});

// What these do is kubectl's own in large part.
describe.each(["1.32", "1.35"] as const)("kubectl %s", (minor) => {
  beforeAll(async () => {
    tool = await kubectlOn(cluster, minor);
  });

  it("takes or refuses what no field is called, as --validate says", async () => {
    const unknown = (name: string) => summaryYaml(namespace, name, 1).replace("spec:", "spec:\n  colour: red");
    const create = (name: string, ...args: string[]) => tool.send(unknown(name), "create", ...args);
    expect(await failure(create("a", "--validate=strict"))).toContain('unknown field "spec.colour"');
    expect(await failure(create("b", "--validate=warn", "--warnings-as-errors"))).toContain(
      'Warning: unknown field "spec.colour"',
    );
    expect(await create("c", "--validate=ignore", "--warnings-as-errors")).toContain("created");
    expect(await kubectl("get", "kswcss", "-o", "jsonpath={.items[*].metadata.name}")).toBe("b c");
  });

  it("shows by diff what an apply would change, and changes nothing", async () => {
    await tool.apply(summaryYaml(namespace, "web", 1));
    for (const more of [[], ["--server-side"]]) {
      expect(await failure(tool.send(summaryYaml(namespace, "web", 2), "diff", ...more))).toMatch(
        /^- {4}high: 1\n\+ {4}high: 2$/m,
      );
    }
    expect(await kubectl("get", "kswcss", "web", "-o", "jsonpath={.spec.severities.high}")).toBe("1");
  });

  it("waits for what is, for what will be, and for the end", async () => {
    await tool.apply(summaryYaml(namespace, "web", 1));
    const awaited = kubectl("wait", "kswcss/web", "--for=jsonpath={.spec.severities.high}=2", "--timeout=30s");
    await tool.apply(summaryYaml(namespace, "web", 2));
    expect(await awaited).toContain("condition met");
    const ended = kubectl("wait", "kswcss/web", "--for=delete", "--timeout=30s");
    await kubectl("delete", "kswcss", "web", "--wait=false");
    await ended;
    expect(await failure(kubectl("wait", "kswcss/web", "--for=condition=Ready", "--timeout=1s"))).toContain(
      "not found",
    );
  });
});

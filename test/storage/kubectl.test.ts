// What people do with kubectl, with each of its versions that a cluster of today is used with.
import { once } from "node:events";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Cluster } from "../cluster/cluster.ts";
import { kubectlMinors } from "../cluster/tools.ts";
import { eventually, failure, type Kubectl, kubectlOn } from "./kubectl.ts";
import { namespaceOfTest } from "./namespace-of-test.ts";
import { group, summaries, summaryYaml } from "./scans.ts";
import { storageOnCluster } from "./storage-on-cluster.ts";
import type { StorageProcess } from "./storage-process.ts";

/** Everything that Kubescape's clients, dashboards and documentation know. */
const served = [
  "applicationprofiles",
  "collapseconfigurations",
  "configurationscansummaries",
  "containerprofiles",
  "generatednetworkpolicies",
  "knownservers",
  "networkneighborhoods",
  "openvulnerabilityexchangecontainers",
  "sbomspdxv2p3filtereds",
  "sbomspdxv2p3s",
  "sbomsummaries",
  "sbomsyftfiltereds",
  "sbomsyfts",
  "seccompprofiles",
  "vulnerabilitymanifests",
  "vulnerabilitymanifestsummaries",
  "vulnerabilitysummaries",
  "workloadconfigurationscanbatches",
  "workloadconfigurationscans",
  "workloadconfigurationscansummaries",
];

let cluster: Cluster;
let storage: StorageProcess;
let namespace: string;

beforeAll(async () => {
  ({ cluster, storage } = await storageOnCluster());
});
afterAll(() => storage?.remove());

beforeEach(async () => {
  const made = await namespaceOfTest(cluster, "kubectl-test");
  namespace = made.name;
  return made.remove;
});

describe.each(kubectlMinors)("kubectl %s", (minor) => {
  let tool: Kubectl;
  const kubectl = (...args: string[]) => tool.run(...args);
  beforeAll(async () => {
    tool = await kubectlOn(cluster, minor);
  });

  it("shows its resources and columns to kubectl", async () => {
    await tool.apply(summaryYaml(namespace, "deployment-web", 4));
    const kinds = await kubectl("api-resources", `--api-group=${group}`, "--no-headers", "-o", "name");
    expect(kinds.trim().split("\n")).toEqual(served.map((resource) => `${resource}.${group}`));
    const table = await kubectl("get", "workloadconfigurationscansummaries", "-A");
    expect(table.split("\n")[0]?.split(/\s+/)).toEqual([
      "NAMESPACE",
      "NAME",
      "CRITICAL",
      "HIGH",
      "MEDIUM",
      "LOW",
      "AGE",
    ]);
    expect(table).toMatch(new RegExp(`${namespace} +deployment-web +1 +4 +0 +0 +\\d+s`));
    expect(await kubectl("get", "configurationscansummary", namespace)).toMatch(new RegExp(`${namespace} +1 +4 +0 +0`));
    expect(await kubectl("get", "kswcss", "-n", namespace, "-o", "wide")).toContain("Deployment");
  });

  it("answers every verb of kubectl", async () => {
    const yaml = summaryYaml(namespace, "web", 1);
    const at = ["-n", namespace, "kswcss"];
    const value = async (path: string) => kubectl("get", ...at, "web", "-o", `jsonpath={${path}}`);
    expect(await tool.send(yaml, "create")).toContain("created");
    expect(await failure(tool.send(yaml, "create"))).toContain("AlreadyExists");
    expect(await tool.apply(summaryYaml(namespace, "web", 2))).toContain("configured");
    expect(await tool.apply(summaryYaml(namespace, "web", 2))).toContain("unchanged");
    await tool.send(summaryYaml(namespace, "web", 2), "diff");
    expect(await tool.apply(summaryYaml(namespace, "web", 3), "--server-side", "--force-conflicts")).toContain(
      "serverside-applied",
    );
    expect(await value(".spec.severities.high")).toBe("3");
    expect(await tool.apply(summaryYaml(namespace, "web", 9), "--dry-run=server")).toContain("(server dry run)");
    await kubectl("patch", ...at, "web", "--type=merge", "-p", '{"spec":{"severities":{"low":7}}}');
    await kubectl(
      "patch",
      ...at,
      "web",
      "--type=json",
      "-p",
      '[{"op":"add","path":"/metadata/labels/team","value":"red"}]',
    );
    await kubectl("label", ...at, "web", "stage=prod");
    await kubectl("annotate", ...at, "--all", "note=seen");
    expect(await value(".spec.severities['high','low']")).toBe("3 7");
    expect(await kubectl("get", ...at, "-l", "team=red,stage in (prod)", "-o", "name")).toContain("/web");
    expect(await kubectl("get", ...at, "--field-selector", "metadata.name=none", "-o", "name")).toBe("");
    await tool.send(summaryYaml(namespace, "web", 5), "replace");
    expect(await value(".spec.severities.high")).toBe("5");
    await kubectl("wait", ...at.slice(0, 2), "kswcss/web", "--for=jsonpath={.spec.severities.high}=5", "--timeout=10s");
    expect(await kubectl("describe", ...at, "web")).toContain("Severities:");
    expect(await kubectl("get", ...at, "--chunk-size=1", "--sort-by=.metadata.name", "--show-labels")).toContain("web");
    expect(await kubectl("auth", "can-i", "list", summaries)).toContain("yes");
    await kubectl("delete", ...at, "web");
    for (const name of ["a", "b", "c"])
      await tool.apply(summaryYaml(namespace, name, 0, { labels: { half: String(name < "b") } }));
    expect(await kubectl("delete", ...at, "-l", "half=true")).toContain('"a" deleted');
    await kubectl("delete", ...at, "--all");
    expect(await kubectl("get", ...at, "-o", "name")).toBe("");
  });

  it("validates what kubectl sends and explains every field", async () => {
    const unknown = summaryYaml(namespace, "web", 1).replace("spec:", "spec:\n  colour: red");
    expect(await failure(tool.apply(unknown))).toContain('unknown field "spec.colour"');
    expect(await failure(tool.apply(unknown, "--validate=strict"))).toContain("strict decoding error");
    expect(await tool.apply(unknown, "--validate=ignore", "--dry-run=server")).toContain("created");
    expect(await failure(tool.apply(summaryYaml(namespace, "web", -1)))).toContain("spec.severities.high");
    // kube-apiserver asks for the schemas once a minute.
    await eventually(async () => {
      const explained = await kubectl("explain", "workloadconfigurationscans.spec.controls.rules.paths", "--recursive");
      expect(explained).toContain("failedPath\t<string>");
    }, 90);
    for (const resource of served) expect(await kubectl("explain", resource, "--recursive")).toContain("metadata");
    expect(
      await kubectl("explain", "vulnerabilitymanifests.spec.payload.matches.vulnerability.cvss.metrics"),
    ).toContain("baseScore\t<number>");
    expect(await kubectl("explain", "workloadconfigurationscansummaries.spec.severities")).toContain(
      "critical\t<integer>",
    );
  });

  // kubectl validates by the schemas that kube-apiserver has fetched.
  it("is edited as a person does it, and shown in every form that kubectl has", async () => {
    await tool.apply(summaryYaml(namespace, "web", 1));
    const at = ["-n", namespace, "kswcss", "web"];
    expect(await tool.edit("sed -i 's/high: 1/high: 6/'", ...at)).toContain("edited");
    expect(await kubectl("get", ...at, "-o", "jsonpath={.spec.severities.high}")).toBe("6");
    expect(await kubectl("get", ...at, "-o", "yaml")).toContain("kind: WorkloadConfigurationScanSummary\n");
    expect(JSON.parse(await kubectl("get", ...at, "-o", "json"))).toMatchObject({ spec: { severities: { high: 6 } } });
    expect(await kubectl("get", ...at, "-o", "custom-columns=HIGH:.spec.severities.high")).toBe("HIGH\n6\n");
    expect(await kubectl("get", ...at, "-o", "go-template={{.spec.severities.high}}")).toBe("6");
    expect(await kubectl("get", ...at, "-o", "wide", "--show-labels")).toContain(
      "kubescape.io/workload-kind=Deployment",
    );
    expect(await kubectl("get", ...at, "-o", "yaml", "--show-managed-fields")).toContain("manager: kubectl-edit");
    const raw = `/apis/${group}/v1beta1/namespaces/${namespace}/workloadconfigurationscansummaries/web`;
    expect(JSON.parse(await kubectl("get", "--raw", raw))).toMatchObject({ metadata: { name: "web" } });
    expect(await failure(kubectl("patch", ...at, "--type=strategic", "-p", "{}"))).toContain(
      "strategic-merge-patch+json is not supported",
    );
    expect(await kubectl("apply", "view-last-applied", ...at)).toContain("high: 1");
  });

  it("tells kubectl get -w of every change", async () => {
    const watch = tool.spawn("get", "kswcss", "-n", namespace, "-w", "--output-watch-events", "--no-headers");
    let output = "";
    watch.stdout.on("data", (chunk: Buffer) => {
      output += chunk;
    });
    await tool.apply(summaryYaml(namespace, "first", 1));
    await eventually(() => expect(output).toContain("first"), 20);
    await tool.apply(summaryYaml(namespace, "first", 2));
    await kubectl("delete", "-n", namespace, "kswcss", "first");
    await eventually(() => expect(output).toContain("DELETED"), 20);
    const exited = once(watch, "exit");
    watch.kill();
    await exited;
    const events = output
      .trim()
      .split("\n")
      .map((line) => line.split(/\s+/).slice(0, 4).join(" "));
    expect(events).toEqual(["ADDED first 1 1", "MODIFIED first 1 2", "DELETED first 1 2"]);
  });
});

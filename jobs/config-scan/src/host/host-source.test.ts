import { Writable } from "node:stream";
import { ApiError, type KubeObject, type Page, type Resource } from "@sortie/kube";
import type { Batch, Rule } from "@sortie/posture";
import { createLogger } from "@sortie/process";
import { expect, it } from "vitest";
import { hostSource } from "./host-source.ts";

const notFound = new ApiError({ code: 404, reason: "NotFound", message: "not found" });
const forbidden = new ApiError({ code: 403, reason: "Forbidden", message: "it is forbidden" });
const expired = new ApiError({ code: 410, reason: "Expired", message: "too old" });

it("gives rules what agents wrote in the form that rules know", async () => {
  const { objects, kinds } = await collect(["KubeletInfo"], {
    kubeletinfos: [[written("node-1", { cmdLine: "kubelet --a", nodeName: "node-1" }, { labels: { a: "b" } })]],
  });
  expect(objects).toEqual([
    {
      apiVersion: "hostdata.kubescape.cloud/v1beta0",
      kind: "KubeletInfo",
      metadata: { name: "node-1" },
      data: { cmdLine: "kubelet --a" },
    },
  ]);
  expect(kinds).toEqual({ "hostdata.kubescape.cloud/v1beta0/KubeletInfo": 1 });
});

it("unwraps data that an agent wrapped in a field named like the kind", async () => {
  const { objects } = await collect(["CNIInfo"], {
    cniinfos: [[written("node-1", { CNIInfo: { CNINames: ["Calico"], nodeName: "node-1" }, nodeName: "node-1" })]],
  });
  expect(objects.map(({ data }) => data)).toEqual([{ CNINames: ["Calico"] }]);
});

it("spells cloudProviderInfo as rules do, and lists the kernel's variables plainly", async () => {
  const variables = [{ key: "unprivileged_userns_clone", value: "1\n", source: "/proc/sys/kernel/x" }];
  const { objects } = await collect(["cloudProviderInfo", "LinuxKernelVariables"], {
    cloudproviderinfos: [[written("node-1", { providerMetaDataAPIAccess: false })]],
    linuxkernelvariables: [[written("node-1", { kernelVariables: variables })]],
  });
  expect(objects.map(({ kind, data }) => [kind, data])).toEqual([
    ["cloudProviderInfo", { providerMetaDataAPIAccess: false }],
    ["LinuxKernelVariables", variables],
  ]);
});

it("leaves out a control plane that is the provider's", async () => {
  const lists = (access: boolean) => ({
    cloudproviderinfos: [[written("a", {})], [written("b", { providerMetaDataAPIAccess: access })]],
    controlplaneinfos: [[written("a", { PKIDir: {} })]],
  });
  const own = await collect(["ControlPlaneInfo"], lists(false));
  expect(own.objects.map(({ kind }) => kind)).toEqual(["ControlPlaneInfo"]);
  const managed = await collect(["ControlPlaneInfo"], lists(true));
  expect(managed).toMatchObject({ objects: [], unavailable: [] });
});

it.each<[what: string, item: object]>([
  ["has no name", { spec: {} }],
  ["has no data", { metadata: { name: "broken" } }],
  ["has data of another type", { metadata: { name: "broken" }, spec: ["a"] }],
])("counts the others when an object %s, and names it in the log", async (_what, item) => {
  const { objects, log } = await collect(["KubeletInfo"], {
    kubeletinfos: [[written("a", {}), item, written("b", {})]],
  });
  expect(objects.map(({ metadata }) => metadata?.name)).toEqual(["a", "b"]);
  expect(log).toHaveLength(1);
  expect(log[0]).toMatchObject({ level: "warn", kind: "KubeletInfo", msg: "host data malformed" });
});

it("asks for nothing that no rule wants", async () => {
  const { kinds, unavailable, asked } = await collect([], {});
  expect({ kinds, unavailable, asked }).toEqual({ kinds: {}, unavailable: [], asked: [] });
});

it("says that there is no agent where no kind is served, also of kinds that no agent writes", async () => {
  const { unavailable } = await collect(["KubeletInfo", "KubeletConfiguration"], {});
  expect(unavailable.map(({ type }) => type.kind)).toEqual(["KubeletInfo", "KubeletConfiguration"]);
  for (const { reason } of unavailable) expect(reason).toContain("Install the Kubescape operator");
});

it("says why where the kinds may not be listed", async () => {
  const { unavailable } = await collect(["KubeletInfo"], { kubeletinfos: [forbidden] });
  expect(unavailable).toMatchObject([
    {
      type: { kind: "KubeletInfo", isExternal: true },
      reason: expect.stringMatching(/Install the Kubescape operator.*\(cannot list kubeletinfos: it is forbidden\)/),
    },
  ]);
});

it("says what the agent did not report, and for how many nodes", async () => {
  const { unavailable } = await collect(["KubeletInfo", "KubeProxyInfo", "KubeletCommandLine"], {
    kubeletinfos: [[written("a", {})]],
    kubeproxyinfos: [[]],
    nodes: [[{ metadata: { name: "a" } }]],
  });
  expect(unavailable).toMatchObject([
    { type: { kind: "KubeProxyInfo" }, reason: "node-agent didn't report any KubeProxyInfo for 3 nodes" },
  ]);
});

it("reads an expired list again and hands each object over once", async () => {
  let fails = 1;
  const endsEarly = () => (fails-- > 0 ? [[written("a", {})], expired] : [[written("a", {}), written("b", {})]]);
  const { objects } = await collect(["KubeletInfo"], { kubeletinfos: endsEarly });
  expect(objects.map(({ metadata }) => metadata?.name)).toEqual(["a", "b"]);
});

type Pages = (object[] | Error)[];

/** Collects for rules that want these kinds from a cluster of three nodes that serves these lists, page by page. */
async function collect(wanted: string[], lists: Record<string, Pages | (() => Pages)>) {
  const asked: string[] = [];
  const lines: string[] = [];
  const log = createLogger(
    "test",
    "info",
    new Writable({ write: (line, _, done) => done(void lines.push(String(line))) }),
  );
  const cluster = {
    async *list<T extends KubeObject>({ plural }: Resource): AsyncIterable<Page<T>> {
      asked.push(plural);
      const pages = lists[plural] ?? [notFound];
      for (const page of typeof pages === "function" ? pages() : pages) {
        if (page instanceof Error) throw page;
        yield { items: page as T[], resourceVersion: "1", remainingItemCount: 2 };
      }
    },
  };
  const batches: Batch[] = [];
  const source = hostSource({ cluster, log, signal: new AbortController().signal });
  const collected = await source.collect(
    wanted.length === 0 ? [] : [ruleAbout(wanted)],
    (batch) => void batches.push(batch),
  );
  const parsed = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { ...collected, asked, log: parsed, objects: batches.flatMap(({ objects }) => objects) };
}

function ruleAbout(kinds: string[]): Rule {
  const dynamicMatch = [{ apiGroups: ["hostdata.kubescape.cloud"], apiVersions: ["v1beta0"], resources: kinds }];
  return { name: "r", match: [], dynamicMatch, controlInputs: [] };
}

function written(name: string, spec: object, metadata: object = {}): object {
  return { metadata: { name, ...metadata }, spec };
}

import { type KubeObject, resources } from "@sortie/kube";
import { afterAll, beforeAll, expect, it } from "vitest";
import { outcomeOf, scan } from "./commands.ts";
import { type Programs, startPrograms } from "./programs.ts";
import { waitFor } from "./wait-for.ts";

let programs: Programs;
let second: ReturnType<Programs["secondDispatcher"]>;
beforeAll(async () => {
  programs = await startPrograms({ LEADER_ELECTION: "true" });
  second = programs.secondDispatcher();
  await programs.startDispatcher();
  await second.start(programs.kubeconfig);
});
afterAll(() => programs.stop());

async function leader(): Promise<string> {
  const at = { namespace: "kubescape", name: "sortie-dispatcher" };
  const lease = await programs.cluster.get<KubeObject & { spec?: { holderIdentity?: string } }>(resources.leases, at);
  return lease?.spec?.holderIdentity ?? "";
}

/** How often the dispatchers' log, which they share, says so. */
const told = (message: string) => programs.log("dispatcher").split(`"msg":"${message}"`).length - 1;

const readBy = (jobId: string) => programs.runs().match(new RegExp(`^${jobId} `, "gm"))?.length;

it("carries every command out once, whichever of two dispatchers took it, and whichever of them is left", async () => {
  const carriedOut = async (jobId: string, post: Programs["post"]) => {
    expect((await post(scan(jobId, { includeNamespaces: [jobId] }))).status).toBe(200);
    expect([jobId, outcomeOf(await programs.completed(jobId)).status, readBy(jobId)]).toEqual([jobId, "succeeded", 1]);
  };
  await carriedOut("taken-by-first", programs.post);
  await carriedOut("taken-by-second", second.post);
  await programs.endDispatcher("SIGTERM");
  await carriedOut("second-alone", second.post);
  const before = await leader();
  await programs.startDispatcher();
  await second.end("SIGTERM");
  await carriedOut("first-alone", programs.post);
  expect(["", before]).not.toContain(await leader());
});

it("says why it leads no longer when somebody else has taken the lease", async () => {
  const before = told("leading no longer");
  const theirs = { spec: { holderIdentity: "somebody-else" } };
  const at = { namespace: "kubescape", name: "sortie-dispatcher" };
  await programs.cluster.patch(resources.leases, at, theirs, { type: "merge" });
  await waitFor(programs.dir, () => told("leading no longer") === before + 1);
  expect(programs.log("dispatcher")).toMatch(/another candidate has the lease.*"msg":"leading no longer"/);
});

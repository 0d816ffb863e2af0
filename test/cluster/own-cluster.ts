// Life of the cluster this repository brings up itself.
import { mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { writeKubeconfig } from "./kubeconfig.ts";
import { kubernetesBinaries } from "./kubernetes-binaries.ts";
import { withLock } from "./lock.ts";
import { containerdSocket, nodeName, writeNodeFiles } from "./node-files.ts";
import { pauseArchive } from "./pause-image.ts";
import { writePki } from "./pki.ts";
import { type Addresses, type Place, placeOf } from "./place.ts";
import { killProgram, logOf, runningPid, startProgram } from "./processes.ts";
import { type ProgramName, programNames, programOf } from "./programs.ts";
import { CommandError, poll, runCommand } from "./run-command.ts";
import { closeSandbox, enterSandbox, insideSandbox, openAddresses, openSandbox } from "./sandbox.ts";
import { ensureDebianPackages, kubectlPath } from "./tools.ts";

const beforeApi: ProgramName[] = ["etcd", "kube-apiserver", "containerd"];
const afterApi: ProgramName[] = ["kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"];

/** A program is ready within seconds, but on a machine that runs all tests at once it takes its time. */
const waitSeconds = 180;

/** Brings the cluster up, or what is missing of it, and returns when its node is Ready. */
export async function upOwnCluster(name: string): Promise<Place> {
  if (process.getuid?.() !== 0) throw new Error("the cluster needs root: it makes network namespaces and containers");
  const place = placeOf(name);
  await withLock(`${place.directory}.lock`, async () => {
    await ensureDebianPackages();
    const binaries = await kubernetesBinaries();
    const archive = await pauseArchive(binaries);
    const addresses = openAddresses(place) ?? (await prepare(place, binaries));
    const start = (program: ProgramName) => startOne(place, addresses, binaries, program);
    await Promise.all(beforeApi.map(start));
    await loadIntoOwnCluster(place, archive);
    await waitForApi(place);
    await Promise.all(afterApi.map(start));
    await waitForNode(place);
  });
  return place;
}

/** Ends all processes of the cluster and deletes its files. Works on what a crash left behind, too. */
export async function downOwnCluster(name: string): Promise<void> {
  const place = placeOf(name);
  await withLock(`${place.directory}.lock`, () => remove(place));
}

/** Kills a program (SIGKILL) and leaves it dead. */
export function killInOwnCluster(place: Place, program: ProgramName): Promise<void> {
  return killProgram(place, program);
}

/** Starts a program that does not run, and waits for the API where that is what it serves. */
export async function startInOwnCluster(place: Place, program: ProgramName): Promise<void> {
  const addresses = openAddresses(place);
  if (!addresses) throw new Error(`the cluster ${place.name} is not up`);
  await startOne(place, addresses, await kubernetesBinaries(), program);
  const servesApi = program === "kube-apiserver" || program === "etcd";
  if (servesApi && runningPid(place, "kube-apiserver") !== undefined) await waitForApi(place);
}

/** Imports a docker-archive or OCI archive under the names it carries. */
export async function loadIntoOwnCluster(place: Place, archive: string): Promise<void> {
  const ctr = ["--address", containerdSocket, "--namespace", "k8s.io", "images", "import", resolve(archive)];
  let lastError: unknown;
  const loaded = await poll(waitSeconds, async () => {
    try {
      await insideSandbox(place, "ctr", ctr);
      return true;
    } catch (error) {
      // containerd makes its socket about a second after its start.
      if (!(error instanceof CommandError && /connect: (no such file|connection refused)/.test(error.output)))
        throw error;
      lastError = error;
      return undefined;
    }
  });
  if (!loaded) throw new Error(`containerd does not answer: ${logOf(place, "containerd")}`, { cause: lastError });
}

/** One line a program: running with its pid, or dead. */
export function programStates(place: Place): { program: ProgramName; pid: number | undefined }[] {
  return programNames.map((program) => ({ program, pid: runningPid(place, program) }));
}

async function prepare(place: Place, binaries: string): Promise<Addresses> {
  await remove(place);
  mkdirSync(place.directory, { recursive: true, mode: 0o700 });
  const addresses = await openSandbox(place, binaries);
  await writePki(place.pki, { name: nodeName(place), address: addresses.node });
  writeNodeFiles(place, addresses);
  const server = `https://${addresses.node}:6443`;
  for (const user of ["kube-controller-manager", "kube-scheduler", "kubelet", "kube-proxy"]) {
    const file = join(place.directory, `${user}.kubeconfig`);
    writeKubeconfig(file, { cluster: place.name, server, pki: place.pki, user });
  }
  writeKubeconfig(place.kubeconfig, { cluster: place.name, server, pki: place.pki, user: "admin" });
  return addresses;
}

async function remove(place: Place): Promise<void> {
  await closeSandbox(place);
  // Without the mounts of the node's namespace everything below is an ordinary file.
  rmSync(place.directory, { recursive: true, force: true });
}

async function startOne(place: Place, addresses: Addresses, binaries: string, name: ProgramName): Promise<void> {
  if (runningPid(place, name) !== undefined) return;
  await startProgram(place, enterSandbox(place), programOf(name, place, addresses, binaries));
}

async function waitForApi(place: Place): Promise<void> {
  await waitFor(place, ["get", "--raw", "/readyz"], "kube-apiserver");
}

async function waitForNode(place: Place): Promise<void> {
  const node = `node/${nodeName(place)}`;
  await waitFor(place, ["wait", "--for=create", node, "--timeout=60s"], "kubelet");
  await waitFor(place, ["wait", "--for=condition=Ready", node, "--timeout=60s"], "kubelet");
  await waitFor(place, ["wait", "--for=create", "serviceaccount/default", "--timeout=60s"], "kube-controller-manager");
}

/** Repeats a kubectl command until it succeeds, at most three minutes, while the program it waits for runs. */
async function waitFor(place: Place, args: string[], program: ProgramName): Promise<void> {
  const kubectl = await kubectlPath();
  let reason = "";
  const done = await poll(waitSeconds, async () => {
    try {
      await runCommand(kubectl, ["--kubeconfig", place.kubeconfig, ...args]);
      return true;
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      reason = error.output.trim();
      return runningPid(place, program) === undefined ? false : undefined;
    }
  });
  if (done) return;
  const how = done === false ? "has ended" : "is not ready after three minutes";
  throw new Error(`${program} ${how}: ${reason}\n${logOf(place, program)}`);
}

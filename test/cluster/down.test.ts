import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { afterAll, beforeEach, expect, it } from "vitest";
import { bringUp, type Cluster, takeDown } from "./cluster.ts";
import { placeOf } from "./place.ts";
import { shellJob } from "./shell-job.ts";

const name = "selftest-down";
const place = placeOf(name);
let cluster: Cluster;
let device: string;

beforeEach(async () => {
  cluster = await bringUp({ name });
  device = `sortie${readFileSync(`${place.directory}/slot`, "utf8").trim()}`;
  await cluster.kubectl(["apply", "-f", "-"], {
    input: JSON.stringify(shellJob("endless", "while sleep 1; do :; done")),
  });
  await cluster.kubectl(["wait", "--for=jsonpath={.status.ready}=1", "job/endless", "--timeout=60s"]);
});

afterAll(() => takeDown({ name }));

/** What is left of the cluster on this machine, found without the cluster's own records. */
function remains(): string[] {
  const processes = readdirSync("/proc")
    .filter((pid) => /^\d+$/.test(pid) && pid !== String(process.pid))
    .filter((pid) => readIfThere(`/proc/${pid}/cmdline`).includes(place.directory) || inControlGroup(pid));
  const mounts = readFileSync("/proc/mounts", "utf8")
    .split("\n")
    .filter((line) => line.includes(place.directory));
  const groups = readdirSync("/sys/fs/cgroup", { encoding: "utf8" }).flatMap((hierarchy) => {
    const group = `/sys/fs/cgroup/${hierarchy}/${device}`;
    return existsSync(group) ? [group] : [];
  });
  const files = [place.directory, `${place.directory}.lock`, `/sys/class/net/${device}`].filter(existsSync);
  return [...processes, ...mounts, ...groups, ...files];
}

function inControlGroup(pid: string): boolean {
  return readIfThere(`/proc/${pid}/cgroup`).includes(`/${device}/`);
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

it("leaves no process, mount, control group, network device or file behind, though a container runs", async () => {
  const host = ["/run/containerd", "/run/netns", "/var/lib/cni", "/var/lib/kubelet", "/var/lib/containerd"];
  const before = host.map((path) => existsSync(path));
  expect(remains()).not.toEqual([]);
  await cluster.stop();
  expect(remains()).toEqual([]);
  expect(host.map((path) => existsSync(path))).toEqual(before);
});

it("cleans up what is left when programs of the cluster have crashed and their records are gone", async () => {
  await cluster.kill("containerd");
  await cluster.kill("kubelet");
  rmSync(`${place.pids}/etcd`);
  await takeDown({ name });
  expect(remains()).toEqual([]);
});

it("does not wait for a network that the kernel keeps, as it does for connections that were cut while they sent", async () => {
  const network = openSync(`/proc/${readFileSync(`${place.pids}/namespaces`, "utf8").trim()}/ns/net`, "r");
  try {
    await takeDown({ name });
    expect(remains()).toEqual([]);
  } finally {
    closeSync(network);
  }
});

it("comes up again after the process that holds the node together was killed", async () => {
  const holder = Number(readFileSync(`${place.pids}/namespaces`, "utf8"));
  process.kill(holder, "SIGKILL");
  const again = await bringUp({ name });
  expect(await again.kubectl(["get", "nodes", "--no-headers"])).toMatch(/\sReady\s/);
  expect(await again.kubectl(["get", "jobs", "-o", "name"])).toBe("");
});

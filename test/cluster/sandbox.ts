// The node's own world: network, mount and pid namespaces held open by one process, a cable to the host, and a control
// group. When that process ends the kernel ends all others in it and takes network and mounts away.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Addresses, addressesOf, type Place, serviceRange, slots } from "./place.ts";
import { killProgram, runningPid, startProgram, untilAllHaveEnded } from "./processes.ts";
import { CommandError, poll, runCommand } from "./run-command.ts";

const holder = "namespaces";
const controlGroups = "/sys/fs/cgroup";

/** Makes the namespaces, wires them to the host and prepares their mounts. */
export async function openSandbox(place: Place, binaries: string): Promise<Addresses> {
  for (const directory of [place.varLib, place.varLog]) mkdirSync(directory, { recursive: true });
  const unshare = ["unshare", "--net", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"];
  const pid = await startProgram(place, [...unshare, "--mount-proc", "--"], {
    name: holder,
    command: [join(binaries, "pause"), `${place.directory}/`],
  });
  const addresses = await connectCable(pid);
  writeFileSync(join(place.directory, "slot"), `${addresses.slot}\n`);
  await insideSandbox(place, "/bin/sh", ["-euc", nodeSetup(place, addresses)]);
  for (const directory of controlGroupDirectories(addresses.device)) makeControlGroup(directory);
  return addresses;
}

/** The addresses of a cluster whose namespaces are open. */
export function openAddresses(place: Place): Addresses | undefined {
  const file = join(place.directory, "slot");
  if (holderPid(place) === undefined || !existsSync(file)) return undefined;
  return addressesOf(Number(readFileSync(file, "utf8")));
}

export function holderPid(place: Place): number | undefined {
  return runningPid(place, holder);
}

/** The command prefix that runs a program inside the node's namespaces. */
export function enterSandbox(place: Place): string[] {
  const pid = holderPid(place);
  if (pid === undefined) throw new Error(`the cluster ${place.name} is not up`);
  return ["nsenter", "--target", String(pid), "--net", "--mount", "--pid", "--"];
}

export function insideSandbox(place: Place, command: string, args: string[]): Promise<string> {
  const [file = "", ...prefix] = enterSandbox(place);
  return runCommand(file, [...prefix, command, ...args]);
}

/** Ends every process of the cluster, containers included, and removes what the kernel keeps for it. */
export async function closeSandbox(place: Place): Promise<void> {
  await killProgram(place, holder);
  await untilAllHaveEnded(place);
  const file = join(place.directory, "slot");
  if (!existsSync(file)) return;
  const { device } = addressesOf(Number(readFileSync(file, "utf8")));
  await unplug(device);
  for (const directory of controlGroupDirectories(device)) await removeControlGroups(directory);
}

/**
 * The cable goes with the network namespace, but that stays for minutes where a connection was cut in the middle of what it
 * sent: the kernel goes on trying.
 */
async function unplug(device: string): Promise<void> {
  const isThere = () => existsSync(`/sys/class/net/${device}`);
  if (!isThere()) return;
  try {
    await runCommand("ip", ["link", "delete", device]);
  } catch (error) {
    // It may go by itself meanwhile, which `ip` says in several ways.
    if (!(error instanceof CommandError) || isThere()) throw error;
  }
}

/** The name of the host's end is the lock on a slot: creating a device that exists fails. */
async function connectCable(pid: number): Promise<Addresses> {
  for (let slot = 0; slot < slots; slot++) {
    const addresses = addressesOf(slot);
    const { device, host } = addresses;
    if (existsSync(`/sys/class/net/${device}`)) continue;
    try {
      const peer = ["peer", "name", "eth0", "netns", String(pid)];
      await runCommand("ip", ["link", "add", device, "type", "veth", ...peer]);
    } catch (error) {
      if (error instanceof CommandError && error.output.includes("File exists")) continue;
      throw error;
    }
    await runCommand("ip", ["address", "add", `${host}/30`, "dev", device]);
    await runCommand("ip", ["link", "set", device, "up"]);
    return addresses;
  }
  throw new Error(`all ${slots} network slots for clusters are taken: see \`ip link\``);
}

/** What kubelet sets for the whole machine unless it finds it set: `setupKernelTunables` of its container manager. */
const kernelSettings: [file: string, value: number][] = [
  ["vm/overcommit_memory", 1],
  ["vm/panic_on_oom", 0],
  ["kernel/panic", 10],
  ["kernel/panic_on_oops", 1],
  ["kernel/keys/root_maxkeys", 1_000_000],
  ["kernel/keys/root_maxbytes", 25_000_000],
];

/** Shows kubelet a file that holds the value it wants, so the machine's own setting stays as it is. */
function ownKernelSetting({ directory }: Place, file: string, value: number): string {
  const shown = join(directory, file.replaceAll("/", "-"));
  return `echo ${value} > ${shown}\nif [ -e /proc/sys/${file} ]; then mount --bind ${shown} /proc/sys/${file}; fi`;
}

/**
 * Everything outside the node, pods and services is unreachable, so no packet ever leaves the machine. Service addresses
 * need a route before kube-proxy's rules see the packet.
 */
function nodeSetup(place: Place, { node }: Addresses): string {
  return `
mount --make-rshared /
mount -t tmpfs -o mode=755 tmpfs /run
mount --bind ${place.varLib} /var/lib
mount --bind ${place.varLog} /var/log
${kernelSettings.map(([file, value]) => ownKernelSetting(place, file, value)).join("\n")}
ip link set lo up
ip address add ${node}/30 dev eth0
ip link set eth0 up
ip route add ${serviceRange} dev eth0
ip route add unreachable default
echo 1 > /proc/sys/net/ipv4/ip_forward
for knob in /proc/sys/net/bridge/bridge-nf-call-iptables; do
  if [ -e $knob ]; then echo 1 > $knob; fi
done
`;
}

/** One directory in each hierarchy: control groups version 1, 2, or both side by side. */
function controlGroupDirectories(group: string): string[] {
  if (existsSync(join(controlGroups, "cgroup.controllers"))) return [join(controlGroups, group)];
  // Links are second names of hierarchies that hold several controllers.
  return readdirSync(controlGroups, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(controlGroups, entry.name, "cgroup.procs")))
    .map((entry) => join(controlGroups, entry.name, group));
}

function makeControlGroup(directory: string): void {
  mkdirSync(directory, { recursive: true });
  // A version 1 cpuset starts empty and refuses processes until it names processors and memory.
  for (const file of ["cpuset.cpus", "cpuset.mems"]) {
    const parent = join(directory, "..", file);
    if (existsSync(parent)) writeFileSync(join(directory, file), readFileSync(parent));
  }
}

async function removeControlGroups(directory: string): Promise<void> {
  if (!existsSync(directory)) return;
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) await removeControlGroups(join(directory, entry.name));
  }
  // A group stays busy for the moment the kernel needs to bury its last process.
  const removed = await poll(60, () => tryRemove(directory), 50);
  if (!removed) throw new Error(`the control group ${directory} still has processes`);
}

function tryRemove(directory: string): true | undefined {
  try {
    rmdirSync(directory);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EBUSY") return undefined;
    throw error;
  }
}

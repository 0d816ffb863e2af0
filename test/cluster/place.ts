import { join } from "node:path";

/** Where one cluster keeps everything it has. All of it is deleted by `down`. */
export type Place = {
  name: string;
  directory: string;
  /** Files of the cluster's certificate authorities and certificates. */
  pki: string;
  logs: string;
  /** Seen as /var/lib and /var/log inside the node. */
  varLib: string;
  varLog: string;
  /** Pid files, one a process. */
  pids: string;
  kubeconfig: string;
};

/** A DNS label, short enough to be the first part of a node's name. */
const clusterName = /^[a-z0-9]([-a-z0-9]{0,28}[a-z0-9])?$/;

/** Directory that holds all clusters of this machine: `SORTIE_STATE`, else /var/tmp/sortie. */
function stateDirectory(): string {
  const directory = process.env.SORTIE_STATE ?? "/var/tmp/sortie";
  if (/^\/(run|var\/run|var\/lib|var\/log)(\/|$)/.test(directory)) {
    throw new Error(`SORTIE_STATE must not lie in /run, /var/lib or /var/log, which the node hides: ${directory}`);
  }
  return directory;
}

export function placeOf(name: string): Place {
  if (!clusterName.test(name)) {
    throw new Error(`not a cluster name (lower case letters, digits, dashes, at most 30): ${name}`);
  }
  const directory = join(stateDirectory(), "clusters", name);
  return {
    name,
    directory,
    pki: join(directory, "pki"),
    logs: join(directory, "logs"),
    varLib: join(directory, "var-lib"),
    varLog: join(directory, "var-log"),
    pids: join(directory, "pids"),
    kubeconfig: join(directory, "kubeconfig.json"),
  };
}

/**
 * The addresses of one cluster. Only the node's address is visible outside its network namespace, so pods and services
 * have the same ranges in every cluster. 198.18.0.0/15 is set aside for tests and routed nowhere: RFC 2544, appendix C.2.2.
 */
export type Addresses = {
  slot: number;
  host: string;
  node: string;
  /** Name of the host's end of the cable, and of the cluster's parent control group. */
  device: string;
};

export const slots = 64;
export const podRange = "10.200.0.0/23";
export const podGateway = "10.200.0.1";
export const serviceRange = "10.96.0.0/16";
export const firstServiceAddress = "10.96.0.1";

export function addressesOf(slot: number): Addresses {
  return { slot, host: `198.18.${slot}.1`, node: `198.18.${slot}.2`, device: `sortie${slot}` };
}

import { resolve } from "node:path";
import type { StoragePlace } from "../arguments/parse-arguments.ts";
import { mainOf } from "../programs/start-program.ts";

type Environment = Record<string, string | undefined>;

/** How storage's program is started on the database that is meant. */
export type StorageStart = { program: string; args: string[]; environment: Environment };

/** Where storage's program is in its image. */
const inPod = ["/usr/local/bin/node", "/app/main.mjs"];

/** Storage's program with these arguments: beside the database on this machine, or in the pod that has it. */
export function storageStart(place: StoragePlace, args: string[], environment: Environment): StorageStart {
  if (place.type === "database") {
    const own = { ...environment, DATABASE_FILE: resolve(place.file) };
    return { program: process.execPath, args: [mainOf("storage"), ...args], environment: own };
  }
  const { kubeconfig, context, namespace } = place;
  const cluster = ["--kubeconfig", resolve(kubeconfig), ...(context === undefined ? [] : ["--context", context])];
  const exec = ["--namespace", namespace, "exec", "--stdin", "deployment/storage", "--", ...inPod];
  return { program: environment.KUBECTL ?? "kubectl", args: [...cluster, ...exec, ...args], environment };
}

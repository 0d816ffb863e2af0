import { configScanOptions } from "@sortie/posture/node-options";
import { asInstalled, mainOf } from "./start-program.ts";

/** What the config-scan program reads and where it writes, as variables of its environment. */
export type JobEnvironment = Record<string, string | undefined>;

/**
 * The `batch/v1` Job that the dispatcher makes config-scans from, as JSON, which is YAML. Its process runner starts the
 * container's command on this machine.
 */
export function jobTemplate(environment: JobEnvironment): string {
  const env = Object.entries(environment).map(([name, value = ""]) => ({ name, value }));
  const endWithRunner = asInstalled(new URL("./end-with-runner.ts", import.meta.url));
  const container = {
    name: "config-scan",
    image: "config-scan",
    command: [process.execPath, ...configScanOptions, "--import", endWithRunner.href, mainOf("jobs/config-scan")],
    env,
  };
  return JSON.stringify({
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name: "config-scan" },
    spec: { template: { spec: { restartPolicy: "Never", containers: [container] } } },
  });
}

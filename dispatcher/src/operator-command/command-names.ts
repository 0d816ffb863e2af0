/** Commands that become a configuration scan. `runKubescapeJob` is the spelling of operators before 2023. */
const configScans = new Set(["kubescapeScan", "runKubescapeJob"]);

/** The rest of Kubescape's commands: understood, without a Job to run for them. */
const notSupportedYet = new Set([
  "scan",
  "scanContainerProfile",
  "scanApplicationProfile",
  "scanRegistryV2",
  "scanRegistry",
  "testRegistryConnectivity",
  ...["KubescapeCronJob", "VulnScanCronJob", "RegistryScanCronJob"].flatMap((job) => [
    `set${job}`,
    `update${job}`,
    `delete${job}`,
  ]),
  "operatorAction",
]);

/** Every name that means something. */
export const commandNames = [...configScans, ...notSupportedYet];

/** What the dispatcher does with a command of this name. Names are case-sensitive, as Kubescape's are. */
export function meaningOf(commandName: string): "config-scan" | "not-supported-yet" | "unknown" {
  if (configScans.has(commandName)) return "config-scan";
  return notSupportedYet.has(commandName) ? "not-supported-yet" : "unknown";
}

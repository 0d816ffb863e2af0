import type { Cluster } from "../cluster/cluster.ts";
import { namespace } from "./installation.ts";

/** The id of a control that the library does not have. */
export const ownControl = "C-9001";

const control = `id: ${ownControl}
name: Workloads name their team
baseScore: 6
description: Nobody is called at night about what belongs to nobody.
remediation: Label it.
rules: [own-teams]
`;

const rule = `package sortie.rules["own-teams"]

import data.sortie.lib.answers

deny contains answers.add(workload, message, [{"path": "metadata.labels.team", "value": "YOUR_VALUE"}]) if {
	some workload in input
	not names_team(workload)
	message := sprintf("%v belongs to no team", [workload.metadata.name])
}

names_team(workload) if workload.metadata.labels.team in data.postureControlInputs.ownTeams
`;

const policies = {
  [`controls__${ownControl}.yaml`]: control,
  "rules__own-teams__rule.yaml":
    "match: [{ apiGroups: [apps], apiVersions: [v1], resources: [Deployment] }]\ncontrolInputs: [ownTeams]\n",
  "rules__own-teams__rule.rego": rule,
  "inputs.yaml": "ownTeams: []\n",
};

const inputs = { "controls-inputs.json": JSON.stringify({ postureControlInputs: { ownTeams: ["blue", "green"] } }) };

/** Puts a person's control and the list it reads into ConfigMaps, and returns the settings of the chart that name them. */
export async function offerOwnPolicies(cluster: Cluster): Promise<string[]> {
  const configMap = (name: string, data: object) => ({
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace },
    data,
  });
  const items = [configMap("own-policies", policies), configMap("own-inputs", inputs)];
  await cluster.kubectl(["apply", "-f", "-"], { input: JSON.stringify({ apiVersion: "v1", kind: "List", items }) });
  return ["--set=kubescape.policiesConfigMap=own-policies", "--set=kubescape.controlInputsConfigMap=own-inputs"];
}

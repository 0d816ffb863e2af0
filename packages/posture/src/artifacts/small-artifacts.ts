/** For tests: a small set of artifacts in the shape of released ones. Some artifacts may be replaced or left out. */
export function smallArtifacts(changes: Record<string, unknown> = {}): Record<string, string> {
  const all = {
    frameworks,
    controls,
    rules,
    default_config_inputs: inputs,
    exceptions,
    attack_tracks: tracks,
    ...changes,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === "string" ? value : JSON.stringify(value)]],
    ),
  );
}

const inputs = { name: "inputs", settings: { postureControlInputs: { forbiddenNames: ["bad"], threshold: ["3"] } } };

const exceptions = [
  {
    name: "accept-system",
    policyType: "postureExceptionPolicy",
    actions: ["alertOnly"],
    attributes: { systemException: true },
    resources: [{ designatorType: "Attributes", attributes: { kind: "Pod", name: "bad", namespace: "kube-system" } }],
    posturePolicies: [{ controlID: "C-.*" }],
  },
];

const tracks = [{ apiVersion: "example/v1", kind: "AttackTrack", metadata: { name: "in" }, spec: { data: {} } }];

const pods = [{ apiGroups: [""], apiVersions: ["v1"], resources: ["Pod"], fieldSelector: "" }];

/** Answers by another name than `deny` and spells a field in its own way, as some published rules do. */
const namesRego = `package armo_builtins

import rego.v1

import data.cautils
import data.kubernetes.api.client

forbidden contains answer if {
	some pod in input
	cautils.list_contains(data.postureControlInputs.forbiddenNames, pod.metadata.name)
	answer := {
		"alertMessage": "a name that is not wanted",
		"alertObject": {"k8SApiObjects": [pod]},
		"reviewPaths": ["metadata.name"],
	}
}
`;

/** Rego of version 0, and a rule that looks at several objects at once. */
const twinsRego = `package armo_builtins

deny[answer] {
	one := input[i]
	other := input[j]
	i != j
	one.metadata.name == other.metadata.name
	answer := {"alertMessage": "twins", "failedPaths": ["metadata.name"], "alertObject": {"k8sApiObjects": [one]}}
}
`;

const onlyShopRego = `package armo_builtins

deny[answer] {
	pod := input[_]
	is_in_shop(pod)
	answer := {"alertMessage": "considered", "alertObject": {"k8sApiObjects": [pod]}}
}

is_in_shop(pod) {
	pod.metadata.namespace == "shop"
}
`;

const rules = [
  {
    name: "names",
    ruleLanguage: "Rego",
    match: pods,
    dynamicMatch: null,
    attributes: { useFromKubescapeVersion: "v2.0.0", hostSensorRule: "false" },
    controlConfigInputs: [{ path: "settings.postureControlInputs.forbiddenNames", name: "Names", description: "-" }],
    rule: namesRego,
  },
  { name: "twins", ruleLanguage: "rego", match: pods, rule: twinsRego, resourceEnumerator: onlyShopRego },
];

const controls = [
  {
    controlID: "C-0901",
    name: "Names",
    description: "Bad names confuse.",
    remediation: "Choose another.",
    baseScore: 8,
    category: { name: "Workload", id: "Cat-5" },
    attributes: { controlTypeTags: ["security"], actionRequired: "configuration" },
    scanningScope: { matches: ["cluster", "file"] },
    rulesNames: ["names"],
    rules: [],
  },
  {
    controlID: "C-0900",
    name: "Twins",
    description: "",
    remediation: "",
    baseScore: 3,
    references: ["no address", "https://example.com/twins"],
    rulesNames: ["twins"],
    rules: null,
  },
];

const frameworks = [
  {
    name: "Small",
    description: "Two controls.",
    version: null,
    typeTags: ["security"],
    controls: [
      { controlID: "C-0901", name: "Names, as Small calls it", rules: [] },
      { controlID: "C-0900", name: "Twins" },
      { controlID: "C-0999", name: "Not here" },
    ],
  },
];

/** The same as one file, as `kubescape download artifacts` leaves it. */
export const embeddedFramework = {
  ...frameworks[0],
  controls: controls.map(({ rulesNames, ...control }) => ({
    ...control,
    rules: rules.filter(({ name }) => rulesNames.includes(name)),
  })),
};

# Which pods network policies select, Kubernetes' and Cilium's. A pod is isolated for a direction when a policy that is
# about that direction selects it; whether traffic is then allowed again plays no part.
# https://kubernetes.io/docs/concepts/services-networking/network-policies/
# https://docs.cilium.io/en/stable/security/policy/intro/
package sortie.lib.policies

import data.sortie.lib.selectors
import data.sortie.lib.workloads

selects(namespace, labels) if kubernetes_selects(namespace, labels)

selects(namespace, labels) if cilium_selects(endpoint_selectors, namespace, labels)

isolates(namespace, labels) if kubernetes_selects(namespace, labels)

isolates(namespace, labels) if cilium_selects(isolating_selectors, namespace, labels)

# A clusterwide policy isolates every pod of the namespace.
covers(namespace) if {
	some selector in isolating_selectors[every_namespace]
	selectors.selects(selector, {"io.kubernetes.pod.namespace": namespace})
}

kubernetes_selects(namespace, labels) if {
	some wanted in wanted_labels[namespace]
	selectors.selects({"matchLabels": wanted}, labels)
}

cilium_selects(by_scope, namespace, labels) if {
	endpoint := object.union(labels, {"io.kubernetes.pod.namespace": namespace})
	some scope in [namespace, every_namespace]
	some selector in by_scope[scope]
	selectors.selects(selector, endpoint)
}

# Cannot be the name of a namespace.
every_namespace := "*"

# As the public library reads a selector: by its labels alone. Expressions neither select nor narrow.
wanted_labels[workloads.namespace(policy)] contains labels if {
	some policy in input
	policy.kind == "NetworkPolicy"
	labels := selector_labels(policy.spec.podSelector)
}

selector_labels(selector) := {} if selector == {}

selector_labels(selector) := selector.matchLabels

endpoint_selectors[scope] contains without_sources(spec.endpointSelector) if {
	some policy in input
	scope := cilium_scope(policy)
	some spec in cilium_specs(policy)
}

isolating_selectors[scope] contains without_sources(spec.endpointSelector) if {
	some policy in input
	scope := cilium_scope(policy)
	some spec in cilium_specs(policy)
	some direction in ["ingress", "ingressDeny", "egress", "egressDeny"]
	count(spec[direction]) > 0
}

cilium_scope(policy) := workloads.namespace(policy) if policy.kind == "CiliumNetworkPolicy"

cilium_scope(policy) := every_namespace if policy.kind == "CiliumClusterwideNetworkPolicy"

cilium_specs(policy) := array.concat(
	[policy.spec | is_object(policy.spec)],
	[spec | some spec in policy.specs],
)

# Cilium's label keys may carry the source of the label: `k8s:app`, `any:app`.
without_sources(selector) := {
	"matchLabels": {without_source(key): value | some key, value in selector.matchLabels},
	"matchExpressions": [object.union(expression, {"key": without_source(expression.key)}) |
		some expression in selector.matchExpressions
	],
}

without_source(key) := trim_prefix(trim_prefix(key, "k8s:"), "any:")

# Which pods network policies select, Kubernetes' and Cilium's. A pod is isolated when a policy that is about a direction
# selects it; whether traffic is then allowed again plays no part. Selectors are read as the public library reads them:
# by the labels that are written, so that expressions neither select nor narrow.
# https://kubernetes.io/docs/concepts/services-networking/network-policies/
# https://docs.cilium.io/en/stable/security/policy/intro/
package sortie.lib.policies

import data.sortie.lib.selectors
import data.sortie.lib.workloads

selects(namespace, labels) if matches(pod_labels, namespace, labels)

selects(namespace, labels) if matches(endpoint_labels, namespace, labels)

isolates(namespace, labels) if matches(isolating_pod_labels, namespace, labels)

isolates(namespace, labels) if matches(isolating_endpoint_labels, namespace, labels)

# A clusterwide policy isolates every pod of the cluster.
isolates_everything if {
	some policy in input
	policy.kind == "CiliumClusterwideNetworkPolicy"
	some spec in cilium_specs(policy)
	labels_of(spec.endpointSelector) == {}
	has_direction(spec)
	not leaves_default_open(spec)
}

matches(by_scope, namespace, labels) if {
	some scope in [namespace, every_namespace]
	some wanted in by_scope[scope]
	selectors.selects({"matchLabels": wanted}, labels)
}

# Cannot be the name of a namespace.
every_namespace := "*"

pod_labels[workloads.namespace(policy)] contains labels if {
	some policy in input
	policy.kind == "NetworkPolicy"
	labels := selector_labels(policy.spec.podSelector)
}

# The API server writes the types into every policy, and so does whoever reads one from a file.
isolating_pod_labels[workloads.namespace(policy)] contains labels if {
	some policy in input
	policy.kind == "NetworkPolicy"
	some direction in ["Ingress", "Egress"]
	direction in policy.spec.policyTypes
	labels := selector_labels(policy.spec.podSelector)
}

selector_labels(selector) := {} if selector in [{}, {"matchExpressions": []}]

selector_labels(selector) := selector.matchLabels

endpoint_labels[scope] contains labels_of(spec.endpointSelector) if {
	some policy in input
	scope := cilium_scope(policy)
	some spec in cilium_specs(policy)
}

# One part of a policy that is about a direction is enough.
isolating_endpoint_labels[scope] contains labels_of(spec.endpointSelector) if {
	some policy in input
	scope := cilium_scope(policy)
	specs := cilium_specs(policy)
	some directed in specs
	has_direction(directed)
	some spec in specs
}

# Undefined for a selector of expressions only.
labels_of(selector) := selector.matchLabels if count(selector.matchLabels) > 0

labels_of(selector) := {} if {
	count(object.get(selector, "matchLabels", {})) == 0
	count(object.get(selector, "matchExpressions", [])) == 0
}

has_direction(spec) if {
	some direction in ["ingress", "egress"]
	spec[direction]
}

leaves_default_open(spec) if {
	spec.enableDefaultDeny.ingress == false
	spec.enableDefaultDeny.egress == false
}

cilium_scope(policy) := workloads.namespace(policy) if policy.kind == "CiliumNetworkPolicy"

cilium_scope(policy) := every_namespace if policy.kind == "CiliumClusterwideNetworkPolicy"

cilium_specs(policy) := array.concat(
	[policy.spec | is_object(policy.spec)],
	[spec | some spec in policy.specs],
)

# Workloads that are reached from outside the cluster: through a Service of theirs, or through an Ingress to it.
package sortie.rules["exposure-to-internet"]

import data.sortie.lib.answers
import data.sortie.lib.services
import data.sortie.lib.workloads

deny contains answers.with_related(answer, [{"object": service, "failedPaths": paths, "reviewPaths": paths}]) if {
	some workload in input
	some service in services.of_workload(workload)
	services.is_exposed(service)
	paths := ["spec.type"]
	answer := answers.whole(workload, "a Service of this workload is reached from outside")
}

# A Service that is reached by itself was named above, as in the public library.
deny contains answers.with_related(answer, related) if {
	some workload in input
	workloads.is_workload(workload)
	some [service, ingress, paths] in ways_in[workloads.namespace(workload)]
	belongs(workload, service.spec.selector)
	answer := answers.whole(workload, "an Ingress leads to this workload")
	related := [
		{"object": ingress, "failedPaths": paths, "reviewPaths": paths},
		{"object": service},
	]
}

# By namespace, the Services with the Ingresses that lead to them, each with the paths where it says so.
ways_in[workloads.namespace(service)] contains [service, ingress, paths] if {
	some service in input
	service.kind == "Service"
	not services.is_exposed(service)
	some [ingress, paths] in paths_to[service.metadata.namespace][service.metadata.name]
}

# Namespaces as they are written: an Ingress of none leads nowhere.
paths_to[ingress.metadata.namespace][name] contains [ingress, paths] if {
	some ingress in input
	ingress.kind == "Ingress"
	backends := {path: place.backend.service.name |
		some i, rule in ingress.spec.rules
		some j, place in rule.http.paths
		path := sprintf("spec.rules[%d].http.paths[%d].backend.service.name", [i, j])
	}
	some name in backends
	paths := [path | some path, other in backends; other == name]
}

# The workload's own labels count as well as those of its pods.
belongs(workload, selector) if has_labels(workload.metadata.labels, selector)

belongs(workload, selector) if has_labels(workload.spec.template.metadata.labels, selector)

belongs(workload, selector) if workload.spec.selector.matchLabels == selector

belongs(_, {})

has_labels(labels, selector) if {
	every key, value in selector {
		labels[key] == value
	}
}

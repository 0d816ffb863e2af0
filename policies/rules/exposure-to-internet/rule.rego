# Workloads that are reached from outside the cluster: through a Service of theirs, or through an Ingress to it.
package sortie.rules["exposure-to-internet"]

import data.sortie.lib.answers
import data.sortie.lib.backends
import data.sortie.lib.services
import data.sortie.lib.workloads

deny contains answers.with_related(answer, [{"object": service, "failedPaths": paths, "reviewPaths": paths}]) if {
	some workload in input
	some service in services.of_workload(workload)
	services.is_exposed(service)
	paths := ["spec.type"]
	answer := answers.whole(workload, "a Service of this workload is reached from outside")
}

deny contains answers.with_related(answer, related) if {
	some workload in input
	some service in services.of_workload(workload)
	some ingress in input
	ingress.kind == "Ingress"
	workloads.namespace(ingress) == workloads.namespace(service)
	paths := [path | some path, name in backends.of_ingress(ingress); name == service.metadata.name]
	count(paths) > 0
	answer := answers.whole(workload, "an Ingress leads to this workload")
	related := [
		{"object": ingress, "failedPaths": paths, "reviewPaths": paths},
		{"object": service},
	]
}

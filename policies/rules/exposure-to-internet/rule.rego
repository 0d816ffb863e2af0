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

# A Service that is reached by itself was named above, as in the public library.
deny contains answers.with_related(answer, related) if {
	some workload in input
	some service in services.of_workload(workload)
	not services.is_exposed(service)
	some [ingress, paths] in ways_in[workloads.namespace(service)][service.metadata.name]
	answer := answers.whole(workload, "an Ingress leads to this workload")
	related := [
		{"object": ingress, "failedPaths": paths, "reviewPaths": paths},
		{"object": service},
	]
}

# By namespace and name of a Service, the Ingresses that lead to it, each with the paths where it says so.
ways_in[namespace][name] contains [ingress, paths] if {
	some ingress in input
	ingress.kind == "Ingress"
	namespace := workloads.namespace(ingress)
	names := backends.of_ingress(ingress)
	some name in names
	paths := [path | some path, other in names; other == name]
}

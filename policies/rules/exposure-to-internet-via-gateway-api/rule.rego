# Workloads that a route of a gateway leads to. What is reached from outside anyway is another rule's, and only routes to
# Services of their own namespace count, as in the public library.
package sortie.rules["exposure-to-internet-via-gateway-api"]

import data.sortie.lib.answers
import data.sortie.lib.backends
import data.sortie.lib.services
import data.sortie.lib.workloads

deny contains answers.with_related(answer, related) if {
	some workload in input
	some service in services.of_workload(workload)
	not services.is_exposed(service)
	some i, places in places_by_backend[service.metadata.namespace][service.metadata.name]
	paths := [path | some path in places]
	answer := answers.whole(workload, "a route of a gateway leads to this workload")
	related := [
		{"object": input[i], "failedPaths": paths, "reviewPaths": paths},
		{"object": service},
	]
}

# For each Service that routes name, kind included, their numbers in `input` with the paths that do.
places_by_backend[namespace][name][i] contains path if {
	some i, route in input
	route.kind in backends.route_kinds
	namespace := route.metadata.namespace
	some j, rule in route.spec.rules
	some k, reference in rule.backendRefs
	reference.kind == "Service"
	name := reference.name
	path := sprintf("spec.rules[%d].backendRefs[%d].name", [j, k])
}

# Workloads that a route of a gateway leads to.
package sortie.rules["exposure-to-internet-via-gateway-api"]

import data.sortie.lib.answers
import data.sortie.lib.backends
import data.sortie.lib.services
import data.sortie.lib.workloads

deny contains answers.with_related(answer, related) if {
	some workload in input
	some service in services.of_workload(workload)
	some i, places in places_by_backend[workloads.namespace(service)][service.metadata.name]
	paths := [path | some path in places]
	answer := answers.whole(workload, "a route of a gateway leads to this workload")
	related := [
		{"object": input[i], "failedPaths": paths, "reviewPaths": paths},
		{"object": service},
	]
}

# For each Service that routes lead to, their numbers in `input` with the paths that name the Service.
places_by_backend[namespace][name][i] contains path if {
	some i, route in input
	route.kind in backends.route_kinds
	some path, backend in backends.of_route(route)
	namespace := backend.namespace
	name := backend.name
}

# Workloads that a route of a gateway leads to.
package sortie.rules["exposure-to-internet-via-gateway-api"]

import data.sortie.lib.answers
import data.sortie.lib.backends
import data.sortie.lib.services
import data.sortie.lib.workloads

deny contains answers.with_related(answer, related) if {
	some workload in input
	some service in services.of_workload(workload)
	backend := {"namespace": workloads.namespace(service), "name": service.metadata.name}
	some route in routes
	paths := [path | some path, other in backends.of_route(route); other == backend]
	count(paths) > 0
	answer := answers.whole(workload, "a route of a gateway leads to this workload")
	related := [
		{"object": route, "failedPaths": paths, "reviewPaths": paths},
		{"object": service},
	]
}

routes := [route | some route in input; route.kind in backends.route_kinds]

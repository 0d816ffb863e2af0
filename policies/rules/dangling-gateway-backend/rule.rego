# Traffic for a Service that is not there goes nowhere.
package sortie.rules["dangling-gateway-backend"]

import data.sortie.lib.answers
import data.sortie.lib.backends
import data.sortie.lib.objects

deny contains answers.point(route, sprintf("there is no Service %s", [backend.name]), [path]) if {
	some route in input
	route.kind in backends.route_kinds
	some path, backend in backends.of_route(route)
	not objects.exists("Service", backend.namespace, backend.name)
}

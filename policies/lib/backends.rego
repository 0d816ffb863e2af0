# What an Ingress or a route of a gateway leads to.
package sortie.lib.backends

import data.sortie.lib.workloads

# By path, the names of the Services of its own namespace.
of_ingress(ingress) := object.union(
	{"spec.defaultBackend.service.name": name | name := ingress.spec.defaultBackend.service.name},
	{path: place.backend.service.name |
		some i, rule in ingress.spec.rules
		some j, place in rule.http.paths
		path := sprintf("spec.rules[%d].http.paths[%d].backend.service.name", [i, j])
	},
)

route_kinds := {"HTTPRoute", "TCPRoute", "UDPRoute"}

# By path, namespaces and names of Services. A reference that names no group and kind is to a Service, one that names no
# namespace is to the route's.
of_route(route) := {path: {"namespace": namespace, "name": reference.name} |
	some i, rule in route.spec.rules
	some j, reference in rule.backendRefs
	object.get(reference, "kind", "Service") == "Service"
	object.get(reference, "group", "") == ""
	namespace := object.get(reference, "namespace", workloads.namespace(route))
	path := sprintf("spec.rules[%d].backendRefs[%d].name", [i, j])
}

# Workloads that an Istio gateway leads to: a virtual service sends the gateway's traffic to a Service of theirs, and the
# gateway's own Service is reached from outside. Gateways may be in any namespace.
package sortie.rules["exposure-to-internet-via-istio-ingress"]

import data.sortie.lib.answers
import data.sortie.lib.services
import data.sortie.lib.workloads

deny contains answers.with_related(answer, related) if {
	some workload in input
	some service in services.of_workload(workload)
	some virtual in input
	virtual.kind == "VirtualService"
	some path in destinations(virtual, service)
	some gateway in input
	gateway.kind == "Gateway"
	is_named(virtual, gateway)
	some entrance in input
	entrance.kind == "Service"
	is_entrance(entrance, gateway)
	answer := answers.whole(workload, "an Istio gateway leads to this workload")
	related := [
		{"object": virtual, "failedPaths": [path], "reviewPaths": [path]},
		{"object": entrance},
		{"object": gateway},
		{"object": service},
	]
}

# Each is answered by itself, as in the public library. A host is the Service's name, alone or followed by its namespace
# and the cluster's domain. Paths say `routes`, as reports do.
destinations(virtual, service) := [sprintf("spec.http[%d].routes[%d].destination.host", [i, j]) |
	some i, http in virtual.spec.http
	some j, route in http.route
	is_host_of(route.destination.host, service, virtual)
]

is_host_of(host, service, virtual) if {
	host == service.metadata.name
	workloads.namespace(service) == workloads.namespace(virtual)
}

is_host_of(host, service, _) if {
	full := sprintf("%s.%s", [service.metadata.name, workloads.namespace(service)])
	startswith(sprintf("%s.", [host]), sprintf("%s.", [full]))
}

# A gateway without a namespace is in the virtual service's.
is_named(virtual, gateway) if {
	gateway.metadata.name in virtual.spec.gateways
	workloads.namespace(gateway) == workloads.namespace(virtual)
}

is_named(virtual, gateway) if {
	sprintf("%s/%s", [workloads.namespace(gateway), gateway.metadata.name]) in virtual.spec.gateways
}

# A Service beside Istio that shares a label's value with the gateway's selector, as in the public library. It has to be
# reached from outside, unless the gateway is called public.
is_entrance(entrance, gateway) if {
	entrance.metadata.namespace == "istio-system"
	is_open(entrance, gateway)
	some wanted in gateway.spec.selector
	some value in entrance.metadata.labels
	value == wanted
}

is_open(entrance, _) if services.is_exposed(entrance)

is_open(_, gateway) if endswith(gateway.metadata.name, "public")

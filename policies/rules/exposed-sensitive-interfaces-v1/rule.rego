# Consoles of programs that run other programs, reached from outside. What fails is the workload together with the
# Service that exposes it. Namespaces count as they are written.
package sortie.rules["exposed-sensitive-interfaces-v1"]

import data.sortie.lib.answers
import data.sortie.lib.services
import data.sortie.lib.workloads

# Known consoles with the Services that select their own labels, exposed or not.
considered contains bundle(workload, connected) if {
	some workload in input
	is_console(workload)
	connected := [service | some service in services_beside(workload); services.selects(service, workload.metadata.labels)]
}

deny contains answers.external(answers.review(bundle(workload, [service]), "this console is reached from outside", paths)) if {
	some workload in input
	is_console(workload)
	some service in services_beside(workload)
	is_reached(service)
	is_linked(workload, service)

	# The public library names these two places, also where it was the workload's own labels that matched.
	paths := ["spec.selector.matchLabels", "spec.selector"]
}

is_console(workload) if {
	workloads.is_workload(workload)
	some name in data.postureControlInputs.sensitiveInterfaces
	contains(workload.metadata.name, name)
}

bundle(workload, connected) := {
	"name": workload.metadata.name,
	"namespace": workload.metadata.namespace,
	"kind": workload.kind,
	"relatedObjects": connected,
}

services_beside(workload) := {service |
	some service in services.by_namespace[workload.metadata.namespace]
	service.metadata.namespace == workload.metadata.namespace
}

is_reached(service) if service.spec.type == "NodePort"

# A load balancer that has no address yet leads nowhere, and a name is no address, as in the public library.
is_reached(service) if {
	service.spec.type == "LoadBalancer"
	service.status.loadBalancer.ingress[0].ip
}

is_linked(workload, service) if services.selects(service, workload.metadata.labels)

is_linked(workload, service) if {
	count(service.spec.selector) > 0
	workload.spec.selector.matchLabels == service.spec.selector
}

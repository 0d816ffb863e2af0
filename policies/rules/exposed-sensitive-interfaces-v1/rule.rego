# Consoles of programs that run other programs, reached from outside. What fails is the workload together with the
# Service that exposes it.
package sortie.rules["exposed-sensitive-interfaces-v1"]

import data.sortie.lib.answers
import data.sortie.lib.services
import data.sortie.lib.workloads

# Known consoles with all their Services, exposed or not.
considered contains bundle(workload, connected) if {
	some workload in input
	is_console(workload)
	connected := [service | some service in services.by_namespace[workloads.namespace(workload)]; links(workload, service)]
	count(connected) > 0
}

deny contains answers.external(answers.review(bundle(workload, [service]), "this console is reached from outside", paths)) if {
	some workload in input
	is_console(workload)
	some service in services.by_namespace[workloads.namespace(workload)]
	is_reached(service)
	paths := links(workload, service)
}

is_console(workload) if {
	workloads.is_workload(workload)
	some name in data.postureControlInputs.sensitiveInterfaces
	contains(workload.metadata.name, name)
}

bundle(workload, connected) := {
	"name": workload.metadata.name,
	"namespace": object.get(workload.metadata, "namespace", ""),
	"kind": workload.kind,
	"relatedObjects": connected,
}

is_reached(service) if service.spec.type == "NodePort"

# A load balancer that has no address yet leads nowhere.
is_reached(service) if {
	service.spec.type == "LoadBalancer"
	count(service.status.loadBalancer.ingress) > 0
}

# The two places that say that they belong together.
links(workload, service) := ["spec.selector.matchLabels", "spec.selector"] if {
	count(service.spec.selector) > 0
	workload.spec.selector.matchLabels == service.spec.selector
} else := ["metadata.labels", "spec.selector"] if {
	services.selects(service, workload.metadata.labels)
}

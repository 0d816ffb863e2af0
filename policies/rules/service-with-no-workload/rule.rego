# A Service whose selector matches no pod answers nobody.
package sortie.rules["service-with-no-workload"]

import data.sortie.lib.answers
import data.sortie.lib.selectors
import data.sortie.lib.workloads

deny contains answers.point(service, "no workload has the labels that this Service selects", ["spec.selector"]) if {
	some service in input
	service.kind == "Service"
	not service.spec.type == "ExternalName"
	count(service.spec.selector) > 0
	not has_workload(service)
}

has_workload(service) if {
	some labels in workloads.labels_by_namespace[workloads.namespace(service)]
	selectors.selects({"matchLabels": service.spec.selector}, labels)
}

# Services that were found to answer anyone who asks. As in the public library a workload is behind a Service of any namespace
# that selects its own labels, or exactly what its selector does.
package sortie.rules["unauthenticated-service"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.whole(workload, "a Service of this workload answers anyone") if {
	some workload in input
	workloads.is_workload(workload)
	some selector in open_selectors
	is_behind(workload, selector)
}

is_behind(workload, selector) if {
	every key, value in selector {
		workload.metadata.labels[key] == value
	}
}

is_behind(workload, selector) if workload.spec.selector.matchLabels == selector

open_selectors contains selector if {
	some service in input
	service.kind == "Service"
	selector := service.spec.selector
	is_object(selector)
	[service.metadata.namespace, service.metadata.name] in open_services
}

open_services contains [result.metadata.namespace, result.metadata.name] if {
	some result in input
	result.kind == "ServiceScanResult"
	some port in result.spec.ports
	port.authenticated == false
}

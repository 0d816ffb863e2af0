# Services that were found to answer anyone who asks.
package sortie.rules["unauthenticated-service"]

import data.sortie.lib.answers
import data.sortie.lib.services
import data.sortie.lib.workloads

deny contains answers.whole(workload, "a Service of this workload answers anyone") if {
	some workload in input
	some service in services.of_workload(workload)
	some result in input
	result.kind == "ServiceScanResult"
	result.metadata.name == service.metadata.name
	workloads.namespace(result) == workloads.namespace(service)
	some port in result.spec.ports
	port.authenticated == false
}

# Services, the pods behind them, and whether they can be reached from outside.
package sortie.lib.services

import data.sortie.lib.workloads

# The Services of the workload's namespace whose selectors its pods match.
of_workload(workload) := [service |
	some service in by_namespace[workloads.namespace(workload)]
	selects(service, workloads.pod_labels(workload))
]

by_namespace[namespace] contains service if {
	some service in input
	service.kind == "Service"
	namespace := workloads.namespace(service)
}

selects(service, labels) if {
	count(service.spec.selector) > 0
	every key, value in service.spec.selector {
		labels[key] == value
	}
}

is_exposed(service) if service.spec.type in {"LoadBalancer", "NodePort"}

# Services, the pods behind them, and whether they can be reached from outside.
package sortie.lib.services

import data.sortie.lib.workloads

# The Services of the workload's namespace whose selectors its pods match. As in the public library `selector: {}` selects
# all of them, and nothing else selects the pods of a CronJob.
of_workload(workload) := array.concat(of_labels(workload), [service |
	workloads.is_workload(workload)
	some service in selecting_all[workloads.namespace(workload)]
])

of_labels(workload) := [service |
	workload.kind != "CronJob"
	labels := workloads.pod_labels(workload)
	some key, value in labels
	some service in by_first_label[workloads.namespace(workload)][key][value]
	selects(service, labels)
]

# By namespace, and by the first of the labels that they select: what selects a pod is found under one of its labels.
by_first_label[namespace][key][value] contains service if {
	some service in input
	service.kind == "Service"
	namespace := workloads.namespace(service)
	selector := service.spec.selector
	key := min(object.keys(selector))
	value := selector[key]
}

selecting_all[workloads.namespace(service)] contains service if {
	some service in input
	service.kind == "Service"
	service.spec.selector == {}
}

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

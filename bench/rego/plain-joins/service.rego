# Workloads that a Service of their namespace selects.
package sortie.rules["plain-join-service"]

deny contains answer if {
	workload := input[_]
	is_workload(workload)
	service := input[_]
	service.kind == "Service"
	service.metadata.namespace == workload.metadata.namespace
	selects(service, workload)
	answer := {"alertMessage": "is reachable", "alertObject": {"k8sApiObjects": [workload, service]}}
}

is_workload(object) if object.kind in {"Deployment", "StatefulSet", "DaemonSet"}

selects(service, workload) if {
	count(service.spec.selector) > 0
	every key, value in service.spec.selector {
		workload.spec.template.metadata.labels[key] == value
	}
}

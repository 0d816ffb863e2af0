# A Service for SSH lets people log in to pods, past the API server and its audit log.
package sortie.rules["rule-can-ssh-to-pod-v1"]

import data.sortie.lib.answers
import data.sortie.lib.services
import data.sortie.lib.workloads

ssh_ports := {22, 2222}

# Workloads whose labels are exactly what a Service selects.
considered contains subject(workload, service) if {
	some workload in input
	some service in services_for(workload)
}

deny contains answers.external(answers.review(subject(workload, service), "people can log in to these pods", [path])) if {
	some workload in input
	some service in services_for(workload)
	some port in service.spec.ports
	some field in ["port", "targetPort"]
	port[field] in ssh_ports
	path := replace(sprintf("%s#", [workloads.spec_path(workload)]), "spec#", "metadata.labels")
}

services_for(workload) := [service |
	labels := without_hash(workload)
	some service in services.by_namespace[workload.metadata.namespace]
	service.metadata.namespace == workload.metadata.namespace
	service.spec.selector == labels
]

# The hash that a Deployment's controller writes into its pods is nothing that a Service could select. As in the public
# library it is overlooked in pods alone, not in templates.
without_hash(workload) := object.remove(workload.metadata.labels, ["pod-template-hash"]) if workload.kind == "Pod"

without_hash(workload) := workloads.pod_template(workload).metadata.labels

# The Service stands alone, not in a list, so it is no part of the resource ID.
subject(workload, service) := {
	"name": workload.metadata.name,
	"namespace": object.get(workload.metadata, "namespace", ""),
	"kind": workload.kind,
	"relatedObjects": service,
}

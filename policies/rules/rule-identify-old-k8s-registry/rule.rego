# The registry k8s.gcr.io is frozen; images of the control plane come from registry.k8s.io.
package sortie.rules["rule-identify-old-k8s-registry"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

considered contains workload if {
	some workload in input
	workload.metadata.namespace == "kube-system"
}

deny contains answers.review(workload, sprintf("%s is from a registry that is frozen", [path]), [path]) if {
	some workload in input
	workload.metadata.namespace == "kube-system"
	some i, container in workloads.pod_spec(workload).containers
	startswith(container.image, "k8s.gcr.io/")
	path := sprintf("%s.containers[%d].image", [workloads.spec_path(workload), i])
}

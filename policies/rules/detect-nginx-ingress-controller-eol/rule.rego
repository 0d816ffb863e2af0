# The ingress-nginx project has ended (https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/): its controller
# gets no more fixes.
package sortie.rules["detect-nginx-ingress-controller-eol"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.review(workload, sprintf("%s gets no more fixes", [path]), [path]) if {
	some workload in input
	workload.kind in {"Deployment", "DaemonSet", "StatefulSet"}
	some i, container in workloads.pod_spec(workload).containers
	regex.match(`(ingress-nginx/controller|(k8s\.gcr|registry\.k8s)\.io/ingress-nginx)`, container.image)
	path := sprintf("%s.containers[%d].image", [workloads.spec_path(workload), i])
}

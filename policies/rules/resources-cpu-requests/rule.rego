# The scheduler can only place a pod well when it knows what the pod will use.
package sortie.rules["resources-cpu-requests"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	some i, container in workloads.pod_spec(workload).containers
	not container.resources.requests.cpu
	path := sprintf("%s.containers[%d].resources.requests.cpu", [workloads.spec_path(workload), i])
}

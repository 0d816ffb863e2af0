# The scheduler can only place a pod well when it knows how much memory the pod will use.
package sortie.rules["resources-memory-requests"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	some i, container in workloads.pod_spec(workload).containers
	not container.resources.requests.memory
	path := sprintf("%s.containers[%d].resources.requests.memory", [workloads.spec_path(workload), i])
}

# Without a CPU limit one container can slow down everything else on its node.
package sortie.rules["resources-cpu-limits"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	some i, container in workloads.pod_spec(workload).containers
	not container.resources.limits.cpu
	path := sprintf("%s.containers[%d].resources.limits.cpu", [workloads.spec_path(workload), i])
}

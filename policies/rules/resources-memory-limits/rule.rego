# Without a memory limit one container can starve its node.
package sortie.rules["resources-memory-limits"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	some i, container in workloads.pod_spec(workload).containers
	not container.resources.limits.memory
	path := sprintf("%s.containers[%d].resources.limits.memory", [workloads.spec_path(workload), i])
}

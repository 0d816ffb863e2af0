# Containers without limits compete for everything their node has.
package sortie.rules["resource-policies"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	some i, container in workloads.pod_spec(workload).containers
	some resource in ["cpu", "memory"]
	not container.resources.limits[resource]
	path := sprintf("%s.containers[%d].resources.limits.%s", [workloads.spec_path(workload), i, resource])
}

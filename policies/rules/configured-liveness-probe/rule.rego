# Kubelet restarts a container that hangs only when it has a probe to tell by.
package sortie.rules["configured-liveness-probe"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	some i, container in workloads.pod_spec(workload).containers
	not container.livenessProbe
	path := sprintf("%s.containers[%d].livenessProbe", [workloads.spec_path(workload), i])
}

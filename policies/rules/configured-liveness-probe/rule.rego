# Kubelet restarts a container that hangs only when it has a probe to tell by.
package sortie.rules["configured-liveness-probe"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	some [list, i] in workloads.running(spec)
	container := spec[list][i]
	not container.livenessProbe
	path := sprintf("%s.%s[%d].livenessProbe", [workloads.spec_path(workload), list, i])
}

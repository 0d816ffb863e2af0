# Without a CPU limit one container can slow down everything else on its node.
package sortie.rules["resources-cpu-limits"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	some [list, i] in workloads.running(spec)
	container := spec[list][i]
	not workloads.amount(spec, container, "limits", "cpu")
	path := sprintf("%s.%s[%d].resources.limits.cpu", [workloads.spec_path(workload), list, i])
}

# Containers without limits compete for everything their node has.
package sortie.rules["resource-policies"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	some [list, i] in workloads.running(spec)
	container := spec[list][i]
	some resource in ["cpu", "memory"]
	not workloads.amount(spec, container, "limits", resource)
	path := sprintf("%s.%s[%d].resources.limits.%s", [workloads.spec_path(workload), list, i, resource])
}

# The scheduler can only place a pod well when it knows what the pod will use.
package sortie.rules["resources-cpu-requests"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	some [list, i] in workloads.running(spec)
	container := spec[list][i]
	not workloads.amount(spec, container, "requests", "cpu")
	path := sprintf("%s.%s[%d].resources.requests.cpu", [workloads.spec_path(workload), list, i])
}

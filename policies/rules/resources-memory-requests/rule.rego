# The scheduler can only place a pod well when it knows how much memory the pod will use.
package sortie.rules["resources-memory-requests"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	some [list, i] in workloads.running(spec)
	container := spec[list][i]
	not workloads.amount(spec, container, "requests", "memory")
	path := sprintf("%s.%s[%d].resources.requests.memory", [workloads.spec_path(workload), list, i])
}

# Without a readiness probe a container gets traffic before it can serve it.
package sortie.rules["configured-readiness-probe"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	some [list, i] in workloads.running(spec)
	container := spec[list][i]
	not container.readinessProbe
	path := sprintf("%s.%s[%d].readinessProbe", [workloads.spec_path(workload), list, i])
}

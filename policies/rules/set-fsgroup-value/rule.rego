# Files of a volume belong to a group of their own only when the pod names one.
package sortie.rules["set-fsgroup-value"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

# A pod without any security context leaves the choice to its namespace.
deny contains answers.add(workload, sprintf("%s is not a group", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	workloads.takes_linux_fields(spec)
	"securityContext" in object.keys(spec)
	not names_group(spec)
	path := sprintf("%s.securityContext.fsGroup", [workloads.spec_path(workload)])
}

names_group(spec) if spec.securityContext.fsGroup >= 0

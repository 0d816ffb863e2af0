# Without a seccomp profile a container may make every system call.
package sortie.rules["set-seccomp-profile"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	workloads.takes_linux_fields(spec)
	workloads.lacks(spec, ["securityContext", "seccompProfile"])
	some i, container in spec.containers
	workloads.lacks(container, ["securityContext", "seccompProfile"])
	path := sprintf("%s.containers[%d].securityContext.seccompProfile", [workloads.spec_path(workload), i])
}

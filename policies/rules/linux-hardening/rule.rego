# Without a seccomp profile a container may make any system call, and every kernel bug is within its reach. SELinux,
# AppArmor and dropped capabilities do not replace one, as in the public library.
package sortie.rules["linux-hardening"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s may make any system call", [path]), fixes) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	workloads.takes_linux_fields(spec)
	not spec.securityContext.seccompProfile
	some list in ["containers", "initContainers"]
	some i, container in spec[list]
	not container.securityContext.seccompProfile
	path := sprintf("%s.%s[%d]", [workloads.spec_path(workload), list, i])
	fixes := [{"path": sprintf("%s.securityContext.seccompProfile", [path]), "value": "YOUR_VALUE"}]
}

# A container should run behind at least one of Linux' own fences: a seccomp profile, SELinux or AppArmor.
# Dropped capabilities do not replace one.
package sortie.rules["linux-hardening"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is unconfined", [path]), fixes) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	not is_fenced(spec)
	some list in ["containers", "initContainers"]
	some i, container in spec[list]
	not is_fenced(container)
	path := sprintf("%s.%s[%d]", [workloads.spec_path(workload), list, i])
	fixes := [{"path": sprintf("%s.securityContext.seccompProfile", [path]), "value": "YOUR_VALUE"}]
}

# `holder` is a pod spec or a container.
is_fenced(holder) if {
	some fence in ["seccompProfile", "seLinuxOptions", "appArmorProfile"]
	holder.securityContext[fence]
}

# A container should run behind at least one of Linux' own fences: a seccomp profile, SELinux or AppArmor.
# Dropped capabilities do not replace one.
package sortie.rules["linux-hardening"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is unconfined", [path]), fixes) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	not is_fenced(spec)
	not names_apparmor_profile(workload)
	some list in ["containers", "initContainers"]
	some i, container in spec[list]
	not is_fenced(container)
	path := sprintf("%s.%s[%d]", [workloads.spec_path(workload), list, i])
	fixes := [{"path": sprintf("%s.securityContext.seccompProfile", [path]), "value": "YOUR_VALUE"}]
}

# The way to say it before there was a field for it. One container's profile counts for the whole pod, as in the public
# library.
# https://kubernetes.io/docs/tutorials/security/apparmor/
names_apparmor_profile(workload) if {
	some key, _ in workloads.pod_metadata(workload).annotations
	startswith(key, "container.apparmor.security.beta.kubernetes.io/")
}

# `holder` is a pod spec or a container.
is_fenced(holder) if {
	some fence in ["seccompProfile", "seLinuxOptions", "appArmorProfile"]
	holder.securityContext[fence]
}

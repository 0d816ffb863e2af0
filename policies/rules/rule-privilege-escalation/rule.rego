# A privileged container is root on its node. SYS_ADMIN comes close enough to count as the same.
package sortie.rules["rule-privilege-escalation"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

container_lists := ["containers", "initContainers", "ephemeralContainers"]

deny contains answers.remove(workload, sprintf("%s makes the container privileged", [path]), [path]) if {
	some workload in input
	some list in container_lists
	some i, container in workloads.pod_spec(workload)[list]
	container.securityContext.privileged == true
	path := sprintf("%s.%s[%d].securityContext.privileged", [workloads.spec_path(workload), list, i])
}

deny contains answers.remove(workload, sprintf("%s gives the container SYS_ADMIN", [path]), [path]) if {
	some workload in input
	some list in container_lists
	some i, container in workloads.pod_spec(workload)[list]
	some j, capability in container.securityContext.capabilities.add
	workloads.capability(capability) == "SYS_ADMIN"
	path := sprintf("%s.%s[%d].securityContext.capabilities.add[%d]", [workloads.spec_path(workload), list, i, j])
}

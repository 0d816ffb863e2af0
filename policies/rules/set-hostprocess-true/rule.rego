# A HostProcess container is a process of its Windows node, with no container around it. Whether the pod says that it is
# for Windows plays no part.
package sortie.rules["set-hostprocess-true"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.change(workload, sprintf("%s is true", [path]), path, "false") if {
	some workload in input
	workloads.pod_spec(workload).securityContext.windowsOptions.hostProcess == true
	path := sprintf("%s.securityContext.windowsOptions.hostProcess", [workloads.spec_path(workload)])
}

deny contains answers.change(workload, sprintf("%s is true", [path]), path, "false") if {
	some workload in input
	some list in ["containers", "initContainers", "ephemeralContainers"]
	some i, container in workloads.pod_spec(workload)[list]
	container.securityContext.windowsOptions.hostProcess == true
	path := sprintf("%s.%s[%d].securityContext.windowsOptions.hostProcess", [workloads.spec_path(workload), list, i])
}

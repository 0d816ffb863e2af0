# A HostProcess container is a process of its Windows node, with no container around it.
package sortie.rules["set-hostprocess-true"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.change(workload, sprintf("%s is true", [path]), path, "false") if {
	some workload in input
	spec := workloads.pod_spec(workload)
	spec.os.name == "windows"
	spec.securityContext.windowsOptions.hostProcess == true
	path := sprintf("%s.securityContext.windowsOptions.hostProcess", [workloads.spec_path(workload)])
}

deny contains answers.change(workload, sprintf("%s is true", [path]), path, "false") if {
	some workload in input
	spec := workloads.pod_spec(workload)
	spec.os.name == "windows"
	some i, container in spec.containers
	container.securityContext.windowsOptions.hostProcess == true
	path := sprintf("%s.containers[%d].securityContext.windowsOptions.hostProcess", [workloads.spec_path(workload), i])
}

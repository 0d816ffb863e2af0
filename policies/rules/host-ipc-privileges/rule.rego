# Pods in the node's IPC namespace reach into every process on it.
package sortie.rules["host-ipc-privileges"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.remove(workload, sprintf("%s shares the node's namespace", [path]), [path]) if {
	some workload in input
	workloads.pod_spec(workload).hostIPC == true
	path := sprintf("%s.hostIPC", [workloads.spec_path(workload)])
}

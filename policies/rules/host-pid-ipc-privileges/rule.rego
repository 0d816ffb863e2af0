# Pods in the node's process or IPC namespace see and signal every process on it.
package sortie.rules["host-pid-ipc-privileges"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.remove(workload, sprintf("%s shares the node's namespace", [path]), [path]) if {
	some workload in input
	some field in ["hostPID", "hostIPC"]
	workloads.pod_spec(workload)[field] == true
	path := sprintf("%s.%s", [workloads.spec_path(workload), field])
}

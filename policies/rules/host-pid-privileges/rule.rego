# Pods in the node's PID namespace reach into every process on it.
package sortie.rules["host-pid-privileges"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.remove(workload, sprintf("%s shares the node's namespace", [path]), [path]) if {
	some workload in input
	workloads.pod_spec(workload).hostPID == true
	path := sprintf("%s.hostPID", [workloads.spec_path(workload)])
}

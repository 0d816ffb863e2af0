# Pods in the node's network namespace reach services that listen on the node only, and see its traffic.
package sortie.rules["host-network-access"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.remove(workload, sprintf("%s shares the node's network", [path]), [path]) if {
	some workload in input
	workloads.pod_spec(workload).hostNetwork == true
	path := sprintf("%s.hostNetwork", [workloads.spec_path(workload)])
}

# A host port opens the container on every address of its node, past Services and most network policies.
package sortie.rules["container-hostPort"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.remove(workload, sprintf("%s opens a port of the node", [path]), [path]) if {
	some workload in input
	some i, container in workloads.pod_spec(workload).containers
	some j, port in container.ports
	port.hostPort
	path := sprintf("%s.containers[%d].ports[%d].hostPort", [workloads.spec_path(workload), i, j])
}

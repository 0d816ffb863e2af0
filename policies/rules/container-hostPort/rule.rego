# A host port opens the container on every address of its node, past Services and most network policies.
package sortie.rules["container-hostPort"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.remove(workload, sprintf("%s opens a port of the node", [path]), [path]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	some [list, i] in workloads.running(spec)
	container := spec[list][i]
	some j, port in container.ports
	port.hostPort
	port.hostPort != 0 # asks for none
	path := sprintf("%s.%s[%d].ports[%d].hostPort", [workloads.spec_path(workload), list, i, j])
}

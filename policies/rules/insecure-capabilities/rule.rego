# Capabilities of this list let a container change the node or watch its neighbours.
package sortie.rules["insecure-capabilities"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.remove(workload, sprintf("%s is an insecure capability", [path]), [path]) if {
	some workload in input
	some list in ["containers", "initContainers", "ephemeralContainers"]
	some i, container in workloads.pod_spec(workload)[list]
	some j, capability in container.securityContext.capabilities.add
	capability in data.postureControlInputs.insecureCapabilities
	path := sprintf("%s.%s[%d].securityContext.capabilities.add[%d]", [workloads.spec_path(workload), list, i, j])
}

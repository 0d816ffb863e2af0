# Capabilities of this list let a container change the node or watch its neighbours.
package sortie.rules["insecure-capabilities"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.remove(workload, sprintf("%s is an insecure capability", [path]), [path]) if {
	some workload in input
	some list in ["containers", "initContainers"]
	some i, container in workloads.pod_spec(workload)[list]
	some j in insecure(container)
	path := sprintf("%s.%s[%d].securityContext.capabilities.add[%d]", [workloads.spec_path(workload), list, i, j])
}

# Nobody can take anything from an ephemeral container, which is a Pod's alone.
deny contains answers.point(pod, sprintf("%s is an insecure capability", [path]), [path]) if {
	some pod in input
	pod.kind == "Pod"
	some i, container in pod.spec.ephemeralContainers
	some j in insecure(container)
	path := sprintf("spec.ephemeralContainers[%d].securityContext.capabilities.add[%d]", [i, j])
}

# Numbers of the added capabilities that are on the list.
insecure(container) := [j |
	some j, capability in container.securityContext.capabilities.add
	workloads.capability(capability) in listed
]

listed := {workloads.capability(capability) | some capability in data.postureControlInputs.insecureCapabilities}

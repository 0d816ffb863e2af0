# A container that can write to its own file system lets an intruder leave tools and changes behind.
package sortie.rules["immutable-container-filesystem"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not true", [path]), [{"path": path, "value": "true"}]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	workloads.takes_linux_fields(spec)
	some list in ["containers", "initContainers"]
	some i, container in spec[list]
	is_writable(container)
	path := sprintf("%s.%s[%d].securityContext.readOnlyRootFilesystem", [workloads.spec_path(workload), list, i])
}

# An ephemeral container cannot be changed once it is there, so no path is worth naming.
deny contains answers.whole(pod, sprintf("ephemeral container %d can write to its file system", [i])) if {
	some pod in input
	pod.kind == "Pod"
	workloads.takes_linux_fields(pod.spec)
	some i, container in pod.spec.ephemeralContainers
	is_writable(container)
}

is_writable(container) if not container.securityContext.readOnlyRootFilesystem == true

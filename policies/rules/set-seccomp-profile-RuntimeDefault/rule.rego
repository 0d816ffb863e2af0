# The container runtime's own seccomp profile is the one that every program should run with. A container's profile wins
# over its pod's.
package sortie.rules["set-seccomp-profile-RuntimeDefault"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "RuntimeDefault"}]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	workloads.takes_linux_fields(spec)
	not spec.securityContext.seccompProfile.type
	some i, container in spec.containers
	not container.securityContext.seccompProfile.type
	path := sprintf("%s.containers[%d].securityContext.seccompProfile.type", [workloads.spec_path(workload), i])
}

deny contains answers.review(workload, sprintf("%s is another profile", [path]), [path]) if {
	some workload in input
	some i, container in workloads.pod_spec(workload).containers
	container.securityContext.seccompProfile.type != "RuntimeDefault"
	path := sprintf("%s.containers[%d].securityContext.seccompProfile.type", [workloads.spec_path(workload), i])
}

# The pod's profile matters where a container has none of its own.
deny contains answers.review(workload, sprintf("%s is another profile", [path]), [path]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	spec.securityContext.seccompProfile.type != "RuntimeDefault"
	some container in spec.containers
	not container.securityContext.seccompProfile.type
	path := sprintf("%s.securityContext.seccompProfile.type", [workloads.spec_path(workload)])
}

# A process that is root in its container is root on the node once it gets out. Containers inherit the pod's user and
# group; what is set nowhere is left to the image, where root is usual.
package sortie.rules["non-root-containers"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s may run as root", [path]), fixes) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	some list in ["containers", "initContainers"]
	some i, container in spec[list]
	path := sprintf("%s.%s[%d].securityContext", [workloads.spec_path(workload), list, i])
	fixes := array.concat(user_fixes(container, spec, path), group_fixes(container, spec, path))
	count(fixes) > 0
}

# A user that is set to root has to be changed, one that is not set must not be root.
user_fixes(container, spec, path) := [{"path": sprintf("%s.runAsUser", [path]), "value": "1000"}] if {
	not is_non_root(container, spec)
	effective(container, spec, "runAsUser") == 0
} else := [{"path": sprintf("%s.runAsNonRoot", [path]), "value": "true"}] if {
	not is_non_root(container, spec)
	not names_user(container, spec)
} else := []

is_non_root(container, spec) if effective(container, spec, "runAsNonRoot") == true

names_user(container, spec) if effective(container, spec, "runAsUser")

group_fixes(container, spec, path) := [] if {
	effective(container, spec, "runAsGroup") != 0
} else := [{"path": sprintf("%s.runAsGroup", [path]), "value": "1000"}]

effective(container, spec, field) := value if {
	value := container.securityContext[field]
} else := spec.securityContext[field]

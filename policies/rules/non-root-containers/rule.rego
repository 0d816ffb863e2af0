# A process that is root in its container is root on the node once it gets out. Containers inherit the pod's user and
# group; what is set nowhere is left to the image, where root is usual.
package sortie.rules["non-root-containers"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s may run as root", [paths.container]), fixes) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	some list in ["containers", "initContainers"]
	some i, container in spec[list]
	paths := {
		"container": sprintf("%s.%s[%d]", [workloads.spec_path(workload), list, i]),
		"pod": workloads.spec_path(workload),
	}
	fixes := all_fixes(container, spec, paths)
	count(fixes) > 0
}

# An ephemeral container cannot be changed once it is there, so no path is worth naming.
deny contains answers.whole(pod, sprintf("ephemeral container %d may run as root", [i])) if {
	some pod in input
	pod.kind == "Pod"
	some i, container in pod.spec.ephemeralContainers
	count(all_fixes(container, pod.spec, {"container": "", "pod": ""})) > 0
}

all_fixes(container, spec, paths) := array.concat(user_fixes(container, spec, paths), group_fixes(container, spec, paths))

# A user that is set to root has to be changed where it is set, one that is not set must not be root.
user_fixes(container, spec, paths) := [fix(paths[holder], "runAsUser", "1000")] if {
	not is_non_root(container, spec)
	effective(container, spec, "runAsUser") == 0
	holder := holder_of(container, "runAsUser")
} else := [fix(paths.container, "runAsNonRoot", "true")] if {
	not is_non_root(container, spec)
	not names_user(container, spec)
} else := []

is_non_root(container, spec) if effective(container, spec, "runAsNonRoot") == true

names_user(container, spec) if effective(container, spec, "runAsUser")

# Windows has no such groups.
group_fixes(container, spec, paths) := [] if {
	not workloads.takes_linux_fields(spec)
} else := [] if {
	effective(container, spec, "runAsGroup") != 0
} else := [fix(paths[holder], "runAsGroup", "1000")] if {
	effective(container, spec, "runAsGroup") == 0
	holder := holder_of(container, "runAsGroup")
} else := [fix(paths.container, "runAsGroup", "1000")]

fix(path, field, value) := {"path": sprintf("%s.securityContext.%s", [path, field]), "value": value}

# Whose security context decides about a field that one of the two has.
holder_of(container, field) := "container" if {
	field in object.keys(container.securityContext)
} else := "pod"

effective(container, spec, field) := value if {
	value := container.securityContext[field]
} else := spec.securityContext[field]

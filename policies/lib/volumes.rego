# Volumes of a workload's pods, and where its containers mount them.
package sortie.lib.volumes

import data.sortie.lib.workloads

# The path of volume number `i` and those of its mounts, in containers that run before the others too. Undefined where no
# container mounts anything, as in the public library.
paths(workload, i) := array.concat([path(workload, i)], mounts_in(workload, i, lists)) if {
	lists := ["containers", "initContainers"]
	some list in lists
	some container in workloads.pod_spec(workload)[list]
	container.volumeMounts
}

# The same, in the containers that run as long as the pod does.
paths_while_running(workload, i) := array.concat([path(workload, i)], mounts(workload, i)) if {
	some container in workloads.pod_spec(workload).containers
	container.volumeMounts
}

# The paths of the mounts of volume number `i`, in the containers that run as long as the pod does.
mounts(workload, i) := mounts_in(workload, i, ["containers"])

path(workload, i) := sprintf("%s.volumes[%d]", [workloads.spec_path(workload), i])

mounts_in(workload, i, lists) := [sprintf("%s.%s[%d].volumeMounts[%d]", [workloads.spec_path(workload), list, j, k]) |
	spec := workloads.pod_spec(workload)
	some list in lists
	some j, container in spec[list]
	some k, mount in container.volumeMounts
	mount.name == spec.volumes[i].name
]

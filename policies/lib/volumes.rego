# Volumes of a workload's pods, and where its containers mount them.
package sortie.lib.volumes

import data.sortie.lib.workloads

# The path of volume number `i` and those of its mounts.
paths(workload, i) := array.concat([sprintf("%s.volumes[%d]", [base, i])], mounts) if {
	base := workloads.spec_path(workload)
	spec := workloads.pod_spec(workload)
	mounts := [sprintf("%s.%s[%d].volumeMounts[%d]", [base, list, j, k]) |
		some list in ["containers", "initContainers"]
		some j, container in spec[list]
		some k, mount in container.volumeMounts
		mount.name == spec.volumes[i].name
	]
}

# The paths of the mounts of volume number `i`, in the containers that run as long as the pod does.
mounts(workload, i) := [sprintf("%s.containers[%d].volumeMounts[%d]", [workloads.spec_path(workload), j, k]) |
	spec := workloads.pod_spec(workload)
	some j, container in spec.containers
	some k, mount in container.volumeMounts
	mount.name == spec.volumes[i].name
]

# Nodes of a cloud provider may hold the provider's credentials. A pod that mounts a directory with them, or one above it,
# acts as whoever the node is. The provider's name is compared as it is, in lower case. Files with a dot in their names
# never match in the public library, which means to list some.
package sortie.rules["alert-mount-potential-credentials-paths"]

import data.sortie.lib.answers
import data.sortie.lib.volumes
import data.sortie.lib.workloads

credentials := {
	"eks": {"/.aws", "/.aws/config", "/.aws/credentials"},
	"aks": {"/etc", "/etc/kubernetes", "/.azure", "/.azure/credentials"},
	"gke": {"/.config", "/.config/gcloud", "/gcloud"},
}

deny contains answers.remove(workload, "a volume may hold the node's cloud credentials", paths) if {
	some workload in input
	some i, volume in workloads.pod_spec(workload).volumes
	trim_suffix(volume.hostPath.path, "/") in credentials[data.dataControlInputs.cloudProvider]
	paths := volumes.paths_while_running(workload, i)
}

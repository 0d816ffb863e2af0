# Nodes of a cloud provider may hold the provider's credentials. A pod that mounts their files, or a directory above
# them, acts as whoever the node is. The provider's name is compared as it is, in lower case.
package sortie.rules["alert-mount-potential-credentials-paths"]

import data.sortie.lib.answers
import data.sortie.lib.volumes
import data.sortie.lib.workloads

credentials := {
	"eks": {"/.aws", "/.aws/config", "/.aws/credentials"},
	"aks": {"/etc", "/etc/kubernetes", "/etc/kubernetes/azure.json", "/.azure", "/.azure/credentials"},
	"gke": {
		"/.config",
		"/.config/gcloud",
		"/.config/gcloud/application_default_credentials.json",
		"/gcloud",
		"/gcloud/application_default_credentials.json",
	},
}

deny contains answers.remove(workload, "a volume may hold the node's cloud credentials", volumes.paths(workload, i)) if {
	some workload in input
	some i, volume in workloads.pod_spec(workload).volumes
	trim_suffix(volume.hostPath.path, "/") in credentials[data.dataControlInputs.cloudProvider]
}

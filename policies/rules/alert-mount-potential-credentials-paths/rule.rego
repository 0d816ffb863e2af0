# Nodes of a cloud provider may hold the provider's credentials. A pod that mounts their files, or a directory above
# them, acts as whoever the node is. The provider's name is compared as it is, in lower case.
package sortie.rules["alert-mount-potential-credentials-paths"]

import data.sortie.lib.answers
import data.sortie.lib.volumes
import data.sortie.lib.workloads

credential_files := {
	"eks": ["/.aws/config", "/.aws/credentials"],
	"aks": [
		"/etc/kubernetes/azure.json",
		"/.azure/azureProfile.json",
		"/.azure/msal_token_cache.json",
		"/.azure/accessTokens.json",
	],
	"gke": [
		"/.config/gcloud/application_default_credentials.json",
		"/gcloud/application_default_credentials.json",
	],
}

deny contains answers.remove(workload, "a volume may hold the node's cloud credentials", volumes.paths(workload, i)) if {
	some workload in input
	some i, volume in workloads.pod_spec(workload).volumes
	some file in credential_files[data.dataControlInputs.cloudProvider]
	holds(volume.hostPath.path, file)
}

holds(directory, file) if {
	trim_right(directory, "/") != ""
	startswith(sprintf("%s/", [file]), sprintf("%s/", [trim_right(directory, "/")]))
}

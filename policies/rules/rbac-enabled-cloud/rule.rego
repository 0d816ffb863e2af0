# A managed cluster without RBAC gives every identity that may reach it every right in it. As in the public library only AKS
# is judged, and has to say that RBAC is on.
package sortie.rules["rbac-enabled-cloud"]

import data.sortie.lib.answers

deny contains answers.external(answers.review(cluster, "the cluster does not authorize with RBAC", [path])) if {
	some cluster in input
	cluster.apiVersion == "management.azure.com/v1"
	cluster.kind == "ClusterDescribe"
	cluster.metadata.provider == "aks"
	not authorizes_with_rbac(cluster)
	path := "data.properties.enableRBAC"
}

authorizes_with_rbac(cluster) if cluster.data.properties.enableRBAC == true

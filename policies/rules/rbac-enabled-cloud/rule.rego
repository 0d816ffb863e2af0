# A managed cluster without RBAC gives every identity that may reach it every right in it.
package sortie.rules["rbac-enabled-cloud"]

import data.sortie.lib.answers

deny contains answers.external(answers.review(cluster, "the cluster does not authorize with RBAC", [path])) if {
	some cluster in input
	cluster.apiVersion == "management.azure.com/v1"
	cluster.kind == "ClusterDescribe"
	cluster.data.properties.enableRBAC == false
	path := "data.properties.enableRBAC"
}

deny contains answers.external(answers.review(cluster, "the cluster's legacy authorization bypasses RBAC", [path])) if {
	some cluster in input
	cluster.apiVersion == "container.googleapis.com/v1"
	cluster.kind == "ClusterDescribe"
	some field in ["legacyAbac", "legacy_abac"]
	cluster.data[field].enabled == true
	path := sprintf("data.%s.enabled", [field])
}

# `serviceAccount` is the old name of `serviceAccountName`; the API server fills in both with the same value.
package sortie.rules["deprecated-service-account-field"]

import data.sortie.lib.workloads

deny contains {
	"alertMessage": sprintf("%s.serviceAccount is deprecated", [path]),
	"alertObject": {"k8sApiObjects": [workload]},
	"failedPaths": [sprintf("%s.serviceAccount", [path])],
	"deletePaths": [sprintf("%s.serviceAccount", [path])],
	"fixPaths": [{"path": sprintf("%s.serviceAccountName", [path]), "value": spec.serviceAccount}],
} if {
	some workload in input
	spec := workloads.template_spec(workload)
	is_string(spec.serviceAccount)
	spec.serviceAccount != ""
	not spec.serviceAccountName == spec.serviceAccount
	path := workloads.template_path(workload)
}

# Rights of a default service account are rights of every pod that names none. Kubernetes' own bindings are marked.
package sortie.rules["ensure-default-service-accounts-has-only-default-roles"]

import data.sortie.lib.answers

deny contains answers.remove(binding, sprintf("%s is a default service account", [path]), [path]) if {
	some binding in input
	endswith(binding.kind, "Binding")
	not binding.metadata.labels["kubernetes.io/bootstrapping"] == "rbac-defaults"
	some i, subject in binding.subjects
	subject.kind == "ServiceAccount"
	subject.name == "default"
	path := sprintf("subjects[%d]", [i])
}

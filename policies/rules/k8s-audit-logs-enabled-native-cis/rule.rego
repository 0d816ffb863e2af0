# Without a policy nothing is written to the audit log.
package sortie.rules["k8s-audit-logs-enabled-native-cis"]

import data.sortie.lib.answers
import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answers.review(pod, "the API server has no audit policy", [path]) if {
	some pod in considered
	components.lacks_value(pod, "audit-policy-file")
	path := components.next_path(pod, 0)
}

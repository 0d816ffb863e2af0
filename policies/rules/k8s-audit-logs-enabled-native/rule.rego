# Without a policy nothing is written to the audit log.
package sortie.rules["k8s-audit-logs-enabled-native"]

import data.sortie.lib.answers
import data.sortie.lib.components

deny contains answers.review(pod, "the API server has no audit policy", [components.list_path(pod)]) if {
	some pod in input
	components.lacks_value(pod, "audit-policy-file")
}

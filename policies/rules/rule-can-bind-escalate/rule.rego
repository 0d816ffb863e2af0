# Who may bind or escalate roles can give themselves any right. Each of the two verbs is an answer of its own.
package sortie.rules["rule-can-bind-escalate"]

import data.sortie.lib.answers
import data.sortie.lib.rbac

deny contains answers.external(answers.review(subject, sprintf("may %s roles", [verb]), paths)) if {
	some subject in input
	some verb in ["bind", "escalate"]
	some paths in rbac.granting_paths(subject, {
		"apiGroups": {"rbac.authorization.k8s.io", "*"},
		"resources": {"clusterroles", "roles", "*"},
		"verbs": {verb, "*"},
	})
}

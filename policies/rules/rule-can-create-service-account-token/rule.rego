# Who may create tokens of a service account can act as it.
package sortie.rules["rule-can-create-service-account-token"]

import data.sortie.lib.answers
import data.sortie.lib.rbac

wanted := {
	"apiGroups": {"", "*"},
	"resources": {"serviceaccounts/token", "*/token", "*"},
	"verbs": {"create", "*"},
}

deny contains answers.external(answers.review(subject, "may create service account tokens", paths)) if {
	some subject in input
	some paths in rbac.granting_paths(subject, wanted)
}

# Who may do everything to everything should be known by name.
package sortie.rules["rule-list-all-cluster-admins-v1"]

import data.sortie.lib.answers
import data.sortie.lib.rbac

wanted := {
	"apiGroups": {"", "*"},
	"resources": {"*"},
	"verbs": {"*"},
}

deny contains answers.external(answers.review(subject, "may do everything", paths)) if {
	some subject in input
	some paths in rbac.granting_paths(subject, wanted)
}

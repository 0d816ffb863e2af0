# Who may delete events can hide what was done.
package sortie.rules["rule-can-delete-k8s-events-v1"]

import data.sortie.lib.answers
import data.sortie.lib.rbac

wanted := {
	"apiGroups": {"", "*"},
	"resources": {"events", "*"},
	"verbs": {"delete", "deletecollection", "*"},
}

deny contains answers.external(answers.review(subject, "may delete events", paths)) if {
	some subject in input
	some paths in rbac.granting_paths(subject, wanted)
}

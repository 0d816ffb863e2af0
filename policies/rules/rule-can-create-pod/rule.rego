# Who may create a pod can mount what the namespace holds and act as any of its service accounts.
package sortie.rules["rule-can-create-pod"]

import data.sortie.lib.answers
import data.sortie.lib.rbac

wanted := {
	"apiGroups": {"", "*"},
	"resources": {"pods", "*"},
	"verbs": {"create", "*"},
}

deny contains answers.external(answers.review(subject, "may create pods", paths)) if {
	some subject in input
	some paths in rbac.granting_paths(subject, wanted)
}

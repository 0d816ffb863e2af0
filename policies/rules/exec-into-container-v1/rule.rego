# Who may run programs in a container has everything that the container has.
package sortie.rules["exec-into-container-v1"]

import data.sortie.lib.answers
import data.sortie.lib.rbac

wanted := {
	"apiGroups": {"", "*"},
	"resources": {"pods/exec", "pods/*", "*/exec", "*"},
	"verbs": {"create", "*"},
}

deny contains answers.external(answers.review(subject, "may run programs in containers", paths)) if {
	some subject in input
	some paths in rbac.granting_paths(subject, wanted)
}

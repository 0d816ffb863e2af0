# A persistent volume can be a directory of a node, so creating one is a way to any node's files.
package sortie.rules["rule-can-create-pv"]

import data.sortie.lib.answers
import data.sortie.lib.rbac

wanted := {
	"apiGroups": {"", "*"},
	"resources": {"persistentvolumes", "*"},
	"verbs": {"create", "*"},
}

deny contains answers.external(answers.review(subject, "may create persistent volumes", paths)) if {
	some subject in input
	some paths in rbac.granting_paths(subject, wanted)
}

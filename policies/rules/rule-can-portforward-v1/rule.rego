# Who may forward ports reaches programs that are open to their own pod only. Over a web socket, `get` is enough.
package sortie.rules["rule-can-portforward-v1"]

import data.sortie.lib.answers
import data.sortie.lib.rbac

wanted := {
	"apiGroups": {"", "*"},
	"resources": {"pods/portforward", "pods/*", "*/portforward", "*"},
	"verbs": {"create", "get", "*"},
}

deny contains answers.external(answers.review(subject, "may forward ports of pods", paths)) if {
	some subject in input
	some paths in rbac.granting_paths(subject, wanted)
}

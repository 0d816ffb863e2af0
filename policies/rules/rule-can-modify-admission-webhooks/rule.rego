# A webhook sees and changes every object on its way into the cluster, so who may install one may do anything.
package sortie.rules["rule-can-modify-admission-webhooks"]

import data.sortie.lib.answers
import data.sortie.lib.rbac

wanted := {
	"apiGroups": {"admissionregistration.k8s.io", "*"},
	"resources": {"validatingwebhookconfigurations", "mutatingwebhookconfigurations", "*"},
	"verbs": {"create", "update", "delete", "*"},
}

deny contains answers.external(answers.review(subject, "may change admission webhooks", paths)) if {
	some subject in input
	some paths in rbac.granting_paths(subject, wanted)
}

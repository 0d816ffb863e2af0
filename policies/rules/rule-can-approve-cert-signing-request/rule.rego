# Who may approve a signing request can become any user that a certificate can name.
package sortie.rules["rule-can-approve-cert-signing-request"]

import data.sortie.lib.answers
import data.sortie.lib.rbac

wanted := {
	"apiGroups": {"certificates.k8s.io", "*"},
	"resources": {"certificatesigningrequests/approval", "*/approval", "*"},
	"verbs": {"update", "*"},
}

deny contains answers.external(answers.review(subject, "may approve certificates", paths)) if {
	some subject in input
	some paths in rbac.granting_paths(subject, wanted)
}

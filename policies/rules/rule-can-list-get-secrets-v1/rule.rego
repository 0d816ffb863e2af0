# Who may read Secrets has every credential in them. Listing and watching show their contents too.
package sortie.rules["rule-can-list-get-secrets-v1"]

import data.sortie.lib.answers
import data.sortie.lib.rbac

wanted := {
	"apiGroups": {"", "*"},
	"resources": {"secrets", "*"},
	"verbs": {"get", "list", "watch", "*"},
}

deny contains answers.external(answers.review(subject, "may read Secrets", paths)) if {
	some subject in input
	some paths in rbac.granting_paths(subject, wanted)
}

# Who may impersonate others has all of their rights.
package sortie.rules["rule-can-impersonate-users-groups-v1"]

import data.sortie.lib.answers
import data.sortie.lib.rbac

wanted := {
	"apiGroups": {"", "*"},
	"resources": {"users", "groups", "serviceaccounts", "uids", "*"},
	"verbs": {"impersonate", "*"},
}

deny contains answers.external(answers.review(subject, "may impersonate others", paths)) if {
	some subject in input
	some paths in rbac.granting_paths(subject, wanted)
}

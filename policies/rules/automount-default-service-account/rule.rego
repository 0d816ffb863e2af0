# Every pod that names no service account gets its namespace's default one, and with it its token.
package sortie.rules["automount-default-service-account"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

path := "automountServiceAccountToken"

considered contains account if {
	some account in input
	is_default(account)
}

deny contains answers.remove(account, "pods get the token of the default service account", [path]) if {
	some account in input
	is_judged(account)
	account.automountServiceAccountToken == true
}

deny contains answers.add(account, "pods get the token of the default service account", fixes) if {
	some account in input
	is_judged(account)
	not workloads.decides_about_token(account)
	fixes := [{"path": path, "value": "false"}]
}

is_default(account) if {
	account.kind == "ServiceAccount"
	account.metadata.name == "default"
}

# An account that names no namespace is not, as in the public library.
is_judged(account) if {
	is_default(account)
	account.metadata.namespace
}

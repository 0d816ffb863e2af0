# Rights to read Secrets or to create pods lead step by step to every other right.
package sortie.rules["workload-with-cluster-takeover-roles"]

import data.sortie.lib.accounts
import data.sortie.lib.answers
import data.sortie.lib.rbac
import data.sortie.lib.workloads

takeovers := [
	{"apiGroups": {"", "*"}, "resources": {"secrets", "*"}, "verbs": {"get", "list", "watch", "*"}},
	{"apiGroups": {"", "*"}, "resources": {"pods", "*"}, "verbs": {"create", "update", "patch", "*"}},
]

considered contains workload if {
	some workload in input
	workloads.is_workload(workload)
}

deny contains answers.with_related(answers.whole(workload, "the pods may take over the cluster"), related) if {
	some workload in input
	some account in accounts.mounted(workload)
	some {"binding": binding, "subject": i} in accounts.bindings(account)
	some role in accounts.roles(binding)
	some takeover in takeovers
	rbac.gives(role, takeover)
	related := [
		{"object": account},
		{"object": binding, "deletePaths": [sprintf("subjects[%d]", [i])]},
		{"object": role},
	]
}

# A pod whose service account may do everything is as good as the cluster to whoever breaks into it.
package sortie.rules["workload-with-administrative-roles"]

import data.sortie.lib.accounts
import data.sortie.lib.answers
import data.sortie.lib.rbac
import data.sortie.lib.workloads

everything := {"apiGroups": {"*", ""}, "resources": {"*"}, "verbs": {"*"}}

considered contains workload if {
	some workload in input
	workloads.is_workload(workload)
}

# A binding's role is told by its name alone, as in the public library.
deny contains answers.with_related(answers.whole(workload, "the pods may do everything"), related) if {
	some workload in input
	some account in accounts.mounted(workload)
	some {"binding": binding, "subject": i} in accounts.bindings(account)
	some role in accounts.roles_of_name(binding.roleRef.name)
	rbac.gives(role, everything)
	related := [
		{"object": account},
		{"object": binding, "reviewPaths": ["roleRef"], "deletePaths": [sprintf("subjects[%d]", [i])]},
		{"object": role},
	]
}

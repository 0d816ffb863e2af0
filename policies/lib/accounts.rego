# Service accounts of workloads, and the rights that bindings give them.
package sortie.lib.accounts

import data.sortie.lib.objects
import data.sortie.lib.workloads

# The account that the pods run as.
name(spec) := account if {
	account := spec.serviceAccountName
	account != ""
} else := account if {
	account := spec.serviceAccount # the old name, which the API server still reads
	account != ""
} else := "default"

# The service accounts of `input` whose token the workload's pods get: at most one, unless a file has it twice. As in the
# public library none is known of a workload that names no namespace.
mounted(workload) := [account |
	workload.metadata.namespace
	spec := workloads.pod_spec(workload)
	some account in objects.find("ServiceAccount", workloads.namespace(workload), name(spec))
	is_mounted(spec, account)
]

# The pod's own setting wins; where neither says no, the token is mounted.
is_mounted(spec, _) if spec.automountServiceAccountToken == true

is_mounted(spec, account) if {
	not workloads.decides_about_token(spec)
	not account.automountServiceAccountToken == false
}

# The bindings of an account, each with the number of the subject that names it. Namespaces as they are written.
bindings(account) := [{"binding": input[i], "subject": j} |
	some [i, j] in places[account.metadata.namespace][account.metadata.name]
]

places[namespace][account] contains [i, j] if {
	some i, binding in input
	binding.kind in {"RoleBinding", "ClusterRoleBinding"}
	some j, subject in binding.subjects
	subject.kind == "ServiceAccount"
	namespace := subject.namespace
	account := subject.name
}

# The roles that a binding refers to.
roles(binding) := [role |
	some role in roles_of_name(binding.roleRef.name)
	role.kind == binding.roleRef.kind
]

# The roles of a name, of either kind.
roles_of_name(name) := [role |
	some role in input
	role.kind in {"Role", "ClusterRole"}
	role.metadata.name == name
]

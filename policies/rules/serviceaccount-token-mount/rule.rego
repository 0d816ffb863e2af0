# A mounted token of a service account that has rights gives an intruder those rights. As in the public library a binding is
# told by its subjects' fields, without regard to which subject has which.
package sortie.rules["serviceaccount-token-mount"]

import data.sortie.lib.accounts
import data.sortie.lib.answers
import data.sortie.lib.workloads

considered contains workload if {
	some workload in input
	workloads.is_workload(workload)
}

deny contains answers.with_related(answer, [{"object": account}]) if {
	some workload in input
	some account in accounts.mounted(workload)
	has_rights(account)
	answer := mounting_answer(workload)
}

has_rights(account) if {
	some i in by_name[account.metadata.name]
	i in by_namespace[account.metadata.namespace]
	input[i].subjects[_].kind == "ServiceAccount"
}

has_rights(_) if {
	some group in ["system:authenticated", "system:serviceaccounts"]
	by_name[group]
}

# Places in `input` of the bindings with a subject of the name, and with one of the namespace.
by_name[subject.name] contains i if {
	some i in bindings
	some subject in input[i].subjects
}

by_namespace[subject.namespace] contains i if {
	some i in bindings
	some subject in input[i].subjects
}

bindings contains i if {
	some i, binding in input
	binding.kind in {"RoleBinding", "ClusterRoleBinding"}
}

# A pod that asks for the token is to be reviewed, one that does not say is to refuse it.
mounting_answer(workload) := answers.review(workload, "the pods mount the token of an account with rights", [path]) if {
	workloads.pod_spec(workload).automountServiceAccountToken == true
	path := sprintf("%s.automountServiceAccountToken", [workloads.spec_path(workload)])
}

mounting_answer(workload) := answers.add(workload, "the pods mount the token of an account with rights", fixes) if {
	not workloads.pod_spec(workload).automountServiceAccountToken == true
	path := sprintf("%s.automountServiceAccountToken", [workloads.spec_path(workload)])
	fixes := [{"path": path, "value": "false"}]
}

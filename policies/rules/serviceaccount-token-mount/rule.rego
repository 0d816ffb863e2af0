# A mounted token of a service account that has rights gives an intruder those rights.
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
	accounts.is_bound(account)
	answer := mounting_answer(workload)
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

# A service account token in the pod is a credential for the API server that most workloads never use.
# The pod's own setting wins over its service account's; where neither says no, the token is mounted.
package sortie.rules["automount-service-account"]

import data.sortie.lib.accounts
import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.change(workload, "the pods mount a service account token", path, "false") if {
	some workload in input
	workloads.pod_spec(workload).automountServiceAccountToken == true
	path := sprintf("%s.automountServiceAccountToken", [workloads.spec_path(workload)])
}

deny contains answers.add(workload, "the pods mount a service account token", [{"path": path, "value": "false"}]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	not workloads.decides_about_token(spec)
	not accounts.name(spec) in object.get(refusing_accounts, workloads.namespace(workload), set())
	path := sprintf("%s.automountServiceAccountToken", [workloads.spec_path(workload)])
}

# By namespace, the service accounts whose tokens are mounted only where a pod asks for it. As in the public library, an
# account has to name its namespace to refuse for its pods.
refusing_accounts[namespace] contains account.metadata.name if {
	some account in input
	account.kind == "ServiceAccount"
	account.automountServiceAccountToken == false
	namespace := account.metadata.namespace
}

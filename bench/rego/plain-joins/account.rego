# Workloads whose service account gives its token away: written as most people write a join, a loop in a loop.
package sortie.rules["plain-join-account"]

deny contains answer if {
	some workload in input
	workload.kind in {"Deployment", "StatefulSet", "DaemonSet"}
	some account in input
	account.kind == "ServiceAccount"
	account.metadata.namespace == workload.metadata.namespace
	account.metadata.name == workload.spec.template.spec.serviceAccountName
	not account.automountServiceAccountToken == false
	answer := {"alertMessage": "mounts a token", "alertObject": {"k8sApiObjects": [workload, account]}}
}

# The dashboard's service account often may do more than any workload should. Only the dashboard itself needs it.
package sortie.rules["rule-access-dashboard-wl-v1"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.remove(workload, sprintf("%s is the dashboard's", [path]), [path]) if {
	some workload in input
	workloads.pod_spec(workload).serviceAccountName == "kubernetes-dashboard"
	not startswith(workload.metadata.name, "kubernetes-dashboard")
	path := sprintf("%s.serviceAccountName", [workloads.spec_path(workload)])
}

# Every workload should be selected by a network policy of its namespace.
package sortie.rules["ensure_network_policy_configured_in_labels"]

import data.sortie.lib.answers
import data.sortie.lib.policies
import data.sortie.lib.workloads

deny contains answers.whole(workload, "no network policy selects the pods of this workload") if {
	some workload in input
	workloads.is_workload(workload)
	not policies.selects(workloads.namespace(workload), workloads.pod_labels(workload))
}

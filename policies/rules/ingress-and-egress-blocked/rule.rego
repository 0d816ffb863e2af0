# Pods that no network policy selects accept connections from everywhere and open connections to everywhere.
package sortie.rules["ingress-and-egress-blocked"]

import data.sortie.lib.answers
import data.sortie.lib.policies
import data.sortie.lib.workloads

deny contains answers.whole(workload, "no network policy isolates the pods of this workload") if {
	some workload in input
	workloads.is_workload(workload)
	not policies.isolates(workloads.namespace(workload), workloads.pod_labels(workload))
}

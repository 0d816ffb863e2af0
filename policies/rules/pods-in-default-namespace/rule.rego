# Namespaces are what access rights, quotas and network policies hold on to; the default one has none of them.
package sortie.rules["pods-in-default-namespace"]

import data.sortie.lib.default_namespace
import data.sortie.lib.workloads

deny contains default_namespace.answer(workload, workload.kind) if {
	some workload in input
	workloads.is_workload(workload)
}

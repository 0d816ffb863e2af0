# A pod that names a group for its volumes should say when their files are given to it.
package sortie.rules["set-fsgroupchangepolicy-value"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not a known policy", [path]), [{"path": path, "value": "Always"}]) if {
	some workload in input
	context := workloads.pod_spec(workload).securityContext
	context.fsGroup
	not says_when(context)
	path := sprintf("%s.securityContext.fsGroupChangePolicy", [workloads.spec_path(workload)])
}

says_when(context) if context.fsGroupChangePolicy in {"Always", "OnRootMismatch"}

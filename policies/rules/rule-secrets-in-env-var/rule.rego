# A Secret in the environment is seen by every child process and ends up in crash reports; a mounted one does not.
package sortie.rules["rule-secrets-in-env-var"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.remove(workload, sprintf("%s is a Secret", [path]), [path]) if {
	some workload in input
	some list in ["containers", "initContainers"]
	some i, container in workloads.pod_spec(workload)[list]
	some j, variable in container.env
	variable.valueFrom.secretKeyRef
	path := sprintf("%s.%s[%d].env[%d].name", [workloads.spec_path(workload), list, i, j])
}

deny contains answers.remove(workload, sprintf("%s puts a Secret into the environment", [path]), [path]) if {
	some workload in input
	some list in ["containers", "initContainers"]
	some i, container in workloads.pod_spec(workload)[list]
	some j, source in container.envFrom
	source.secretRef
	path := sprintf("%s.%s[%d].envFrom[%d].secretRef", [workloads.spec_path(workload), list, i, j])
}

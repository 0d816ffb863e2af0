# Environment variables are shown to everyone who may read the workload, and end up in crash reports and child processes.
package sortie.rules["rule-credentials-in-env-var"]

import data.sortie.lib.answers
import data.sortie.lib.credentials
import data.sortie.lib.workloads

deny contains answers.remove(workload, sprintf("%s looks like a credential", [path]), paths) if {
	some workload in input
	some i, container in workloads.pod_spec(workload).containers
	some j, variable in container.env
	credentials.is_exposed(variable.name, variable.value)
	path := sprintf("%s.containers[%d].env[%d]", [workloads.spec_path(workload), i, j])
	paths := [sprintf("%s.name", [path]), sprintf("%s.value", [path])]
}

# A Secret whose every key becomes a variable.
deny contains answers.remove(workload, sprintf("%s puts a Secret into the environment", [path]), [path]) if {
	some workload in input
	some list in ["containers", "initContainers"]
	some i, container in workloads.pod_spec(workload)[list]
	some j, source in container.envFrom
	source.secretRef
	path := sprintf("%s.%s[%d].envFrom[%d].secretRef", [workloads.spec_path(workload), list, i, j])
}

# Of two variables with one name the last one wins, silently.
package sortie.rules["duplicate-env-var"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.point(workload, sprintf("%s is there more than once", [path]), [path]) if {
	some workload in input
	some list in ["containers", "initContainers", "ephemeralContainers"]
	some i, container in workloads.template_spec(workload)[list]
	some j, variable in container.env
	some k, other in container.env
	k != j
	other.name == variable.name
	path := sprintf("%s.%s[%d].env[%d].name", [workloads.template_path(workload), list, i, j])
}

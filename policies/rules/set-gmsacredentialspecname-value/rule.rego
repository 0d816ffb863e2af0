# A Windows container should act in the domain as an account that was made for it.
package sortie.rules["set-gmsacredentialspecname-value"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

field := ["securityContext", "windowsOptions", "gmsaCredentialSpecName"]

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	workloads.is_for_windows(spec)
	workloads.lacks(spec, field)
	some i, container in spec.containers
	workloads.lacks(container, field)
	path := sprintf("%s.containers[%d].%s", [workloads.spec_path(workload), i, concat(".", field)])
}

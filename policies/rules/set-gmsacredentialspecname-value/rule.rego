# A Windows container should act in the domain as an account that was made for it.
package sortie.rules["set-gmsacredentialspecname-value"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	spec.os.name == "windows"
	not spec.securityContext.windowsOptions.gmsaCredentialSpecName
	some i, container in spec.containers
	not container.securityContext.windowsOptions.gmsaCredentialSpecName
	path := sprintf("%s.containers[%d].securityContext.windowsOptions.gmsaCredentialSpecName", [workloads.spec_path(workload), i])
}

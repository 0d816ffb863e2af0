# A Windows container should run as a user that was chosen for it.
package sortie.rules["set-runasusername-value"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	spec.os.name == "windows"
	not spec.securityContext.windowsOptions.runAsUserName
	some i, container in spec.containers
	not container.securityContext.windowsOptions.runAsUserName
	path := sprintf("%s.containers[%d].securityContext.windowsOptions.runAsUserName", [workloads.spec_path(workload), i])
}

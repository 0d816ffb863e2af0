# SELinux keeps containers apart by labels that only these options set.
package sortie.rules["set-seLinuxOptions"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	workloads.takes_linux_fields(spec)
	workloads.lacks(spec, ["securityContext", "seLinuxOptions"])
	some i, container in spec.containers
	workloads.lacks(container, ["securityContext", "seLinuxOptions"])
	path := sprintf("%s.containers[%d].securityContext.seLinuxOptions", [workloads.spec_path(workload), i])
}

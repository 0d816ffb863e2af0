# Another mount of /proc than the default one shows a container more of its node. The API server takes one only where
# the feature is switched on, which host data tells.
package sortie.rules["set-procmount-default"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not the default", [path]), [{"path": path, "value": "Default"}]) if {
	proc_mount_is_selectable
	some workload in input
	spec := workloads.pod_spec(workload)
	workloads.takes_linux_fields(spec)
	some i, container in spec.containers
	"securityContext" in object.keys(container)
	not container.securityContext.procMount == "Default"
	path := sprintf("%s.containers[%d].securityContext.procMount", [workloads.spec_path(workload), i])
}

proc_mount_is_selectable if {
	some node in input
	node.kind == "ControlPlaneInfo"
	regex.match(`--feature-gates=\S*ProcMountType=true`, node.data.APIServerInfo.cmdLine)
}

# A directory of the node that a container can write to lets it change the node.
package sortie.rules["alert-rw-hostpath"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not true", [path]), [{"path": path, "value": "true"}]) if {
	some workload in input
	spec := workloads.pod_spec(workload)
	node_volumes := {volume.name | some volume in spec.volumes; volume.hostPath}
	some list in ["containers", "initContainers"]
	some i, container in spec[list]
	some j, mount in container.volumeMounts
	mount.name in node_volumes
	not mount.readOnly == true
	path := sprintf("%s.%s[%d].volumeMounts[%d].readOnly", [workloads.spec_path(workload), list, i, j])
}

# A directory of the node inside a pod is a way out of the container.
package sortie.rules["alert-any-hostpath"]

import data.sortie.lib.answers
import data.sortie.lib.volumes
import data.sortie.lib.workloads

deny contains answers.remove(workload, "a volume is a directory of the node", volumes.paths(workload, i)) if {
	some workload in input
	some i, volume in workloads.pod_spec(workload).volumes
	volume.hostPath.path
}

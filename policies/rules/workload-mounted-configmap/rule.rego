# Configuration that a workload mounts tells an intruder about the rest of the cluster.
package sortie.rules["workload-mounted-configmap"]

import data.sortie.lib.answers
import data.sortie.lib.objects
import data.sortie.lib.volumes
import data.sortie.lib.workloads

deny contains answers.with_related(answer, [{"object": mounted}]) if {
	some workload in input
	some i, volume in workloads.pod_spec(workload).volumes
	some mounted in objects.find("ConfigMap", workloads.namespace(workload), volume.configMap.name)
	paths := volumes.mounts(workload, i)
	count(paths) > 0
	answer := answers.remove(workload, sprintf("the workload mounts the ConfigMap %s", [volume.configMap.name]), paths)
}

# Data on a volume is what many intruders are after.
package sortie.rules["workload-mounted-pvc"]

import data.sortie.lib.answers
import data.sortie.lib.objects
import data.sortie.lib.volumes
import data.sortie.lib.workloads

deny contains answers.with_related(answer, [{"object": mounted}]) if {
	some workload in input
	some i, volume in workloads.pod_spec(workload).volumes
	some mounted in objects.find("PersistentVolumeClaim", workloads.namespace(workload), volume.persistentVolumeClaim.claimName)
	paths := volumes.mounts(workload, i)
	count(paths) > 0
	message := sprintf("the workload mounts the PersistentVolumeClaim %s", [volume.persistentVolumeClaim.claimName])
	answer := answers.remove(workload, message, paths)
}

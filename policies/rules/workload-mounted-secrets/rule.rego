# A Secret that a workload mounts belongs to whoever breaks into it.
package sortie.rules["workload-mounted-secrets"]

import data.sortie.lib.answers
import data.sortie.lib.objects
import data.sortie.lib.volumes
import data.sortie.lib.workloads

deny contains answers.with_related(answer, [{"object": mounted}]) if {
	some workload in input
	some i, volume in workloads.pod_spec(workload).volumes
	some mounted in objects.find("Secret", workloads.namespace(workload), volume.secret.secretName)
	paths := volumes.mounts(workload, i)
	count(paths) > 0
	answer := answers.remove(workload, sprintf("the workload mounts the Secret %s", [volume.secret.secretName]), paths)
}

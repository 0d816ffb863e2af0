# Secrets that a volume fetches from an external store never lie in the cluster's database.
package sortie.rules["ensure-external-secrets-storage-is-in-use"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains answers.add(workload, sprintf("%s is not set", [path]), [{"path": path, "value": "YOUR_VALUE"}]) if {
	some workload in input
	some i, volume in workloads.pod_spec(workload).volumes
	not volume.csi.volumeAttributes.secretProviderClass
	path := sprintf("%s.volumes[%d].csi.volumeAttributes.secretProviderClass", [workloads.spec_path(workload), i])
}

# Whoever gets the disk, or a copy of it, reads the data of a volume that is not encrypted.
package sortie.rules["pv-without-encryption"]

import data.sortie.lib.answers

deny contains answers.add(volume, "the storage class does not encrypt", fixes) if {
	some volume in input
	volume.kind == "PersistentVolume"
	some class in input
	class.kind == "StorageClass"
	class.metadata.name == volume.spec.storageClassName
	not encrypts(class)
	fixes := [{"path": "spec.storageClassName", "value": "<your encrypted storage class>"}]
}

# AWS encrypts on demand, Azure and Google Cloud always.

encrypts(class) if class.parameters.encrypted == "true"

encrypts(class) if {
	some cloud in ["azure", "csi.storage.gke.io"]
	contains(class.provisioner, cloud)
}

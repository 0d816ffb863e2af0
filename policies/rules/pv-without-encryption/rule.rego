# Whoever gets the disk, or a copy of it, reads the data of a volume that is not encrypted.
package sortie.rules["pv-without-encryption"]

import data.sortie.lib.answers

deny contains answers.add(volume, "the storage class does not encrypt", fixes) if {
	some volume in input
	volume.kind == "PersistentVolume"
	some class in input
	class.kind == "StorageClass"
	class.metadata.name == volume.spec.storageClassName
	not encrypts(object.get(class, "parameters", {}))
	fixes := [{"path": "spec.storageClassName", "value": "<your encrypted storage class>"}]
}

# AWS
encrypts(parameters) if parameters.encrypted == "true"

# Azure
encrypts(parameters) if parameters.diskEncryptionSetID != ""

# Google Cloud names the key itself.
encrypts(parameters) if {
	some value in parameters
	contains(value, "/cryptoKeys/")
}

# Volumes of storage classes that do not encrypt.
package sortie.rules["plain-join-class"]

deny contains answer if {
	some volume in input
	volume.kind == "PersistentVolume"
	classes := [class |
		some class in input
		class.kind == "StorageClass"
		class.metadata.name == volume.spec.storageClassName
		class.parameters.encrypted != "true"
	]
	count(classes) > 0
	answer := {"alertMessage": "is not encrypted", "alertObject": {"k8sApiObjects": [volume]}}
}

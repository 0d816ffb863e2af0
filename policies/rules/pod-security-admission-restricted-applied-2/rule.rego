# The restricted level refuses every pod that is not hardened.
package sortie.rules["pod-security-admission-restricted-applied-2"]

import data.sortie.lib.answers

label := "pod-security.kubernetes.io/enforce"

# Namespaces that enforce it are not counted among those that pass.
considered contains namespace if {
	some namespace in input
	namespace.kind == "Namespace"
	not enforces(namespace)
}

deny contains answers.add(namespace, "this namespace does not enforce the restricted level", fixes) if {
	some namespace in considered
	fixes := [{"path": sprintf("metadata.labels[%s]", [label]), "value": "restricted"}]
}

enforces(namespace) if namespace.metadata.labels[label] == "restricted"

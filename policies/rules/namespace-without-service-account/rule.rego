# Programs of a namespace that has no service account but the default one cannot have rights of their own.
package sortie.rules["namespace-without-service-account"]

import data.sortie.lib.answers
import data.sortie.lib.objects

considered contains namespace if {
	some namespace in input
	namespace.kind == "Namespace"
}

deny contains answers.whole(namespace, "no program of this namespace has a service account of its own") if {
	some namespace in considered
	not has_own_account(namespace.metadata.name)
}

has_own_account(namespace) if {
	some name, places in objects.places.ServiceAccount[namespace]
	name != "default"
	some i in places
	input[i].metadata.namespace == namespace
}

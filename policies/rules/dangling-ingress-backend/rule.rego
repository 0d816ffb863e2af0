# Requests for a Service that is not there end in an error.
package sortie.rules["dangling-ingress-backend"]

import data.sortie.lib.answers
import data.sortie.lib.backends
import data.sortie.lib.objects
import data.sortie.lib.workloads

deny contains answers.point(ingress, sprintf("there is no Service %s", [name]), [path]) if {
	some ingress in input
	ingress.kind == "Ingress"
	some path, name in backends.of_ingress(ingress)
	not objects.exists("Service", workloads.namespace(ingress), name)
}

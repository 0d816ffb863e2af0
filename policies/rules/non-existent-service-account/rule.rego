# Pods that name a service account which is not there are never created. Every namespace has a default one.
package sortie.rules["non-existent-service-account"]

import data.sortie.lib.answers
import data.sortie.lib.objects
import data.sortie.lib.workloads

deny contains answers.point(workload, sprintf("there is no service account %s", [name]), [path]) if {
	some workload in input
	name := workloads.template_spec(workload).serviceAccountName
	not name in {"", "default"}
	not objects.exists("ServiceAccount", workloads.namespace(workload), name)
	path := sprintf("%s.serviceAccountName", [workloads.template_path(workload)])
}

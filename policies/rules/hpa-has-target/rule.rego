# An autoscaler without a target scales nothing. Targets of other kinds cannot be looked up and are left alone.
package sortie.rules["hpa-has-target"]

import data.sortie.lib.answers
import data.sortie.lib.objects
import data.sortie.lib.workloads

deny contains answers.point(autoscaler, sprintf("there is no %s %s", [target.kind, target.name]), [path]) if {
	some autoscaler in input
	autoscaler.kind == "HorizontalPodAutoscaler"
	target := autoscaler.spec.scaleTargetRef
	target.kind in {"Deployment", "ReplicaSet", "StatefulSet", "ReplicationController"}
	not objects.exists(target.kind, workloads.namespace(autoscaler), target.name)
	path := "spec.scaleTargetRef.name"
}

# An autoscaler without a target scales nothing. Targets of other kinds cannot be looked up and are left alone.
package sortie.rules["hpa-has-target"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

scalable_kinds := {"Deployment", "ReplicaSet", "StatefulSet", "ReplicationController"}

deny contains answers.point(autoscaler, sprintf("there is no %s %s", [target.kind, target.name]), [path]) if {
	some autoscaler in input
	autoscaler.kind == "HorizontalPodAutoscaler"
	target := autoscaler.spec.scaleTargetRef
	target.kind in scalable_kinds
	not exists(target, workloads.namespace(autoscaler))
	path := "spec.scaleTargetRef.name"
}

exists(target, namespace) if target.name in names[target.kind][namespace]

names[resource.kind][workloads.namespace(resource)] contains resource.metadata.name if {
	some resource in input
	resource.kind in scalable_kinds
}

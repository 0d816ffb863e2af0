# A workload whose selector does not match its own pods is refused by the API server, or never becomes ready.
package sortie.rules["mismatching-selector"]

import data.sortie.lib.answers
import data.sortie.lib.selectors
import data.sortie.lib.workloads

deny contains answers.point(workload, sprintf("%s.%s does not match the pods' labels", [path, part]), [where]) if {
	some workload in input
	[path, selector] := selector_of(workload)
	part := mismatching_part(selector, workloads.pod_labels(workload))
	where := sprintf("%s.%s", [path, part])
}

# Its selector is a plain map of labels.
deny contains answers.point(controller, "spec.selector does not match the pods' labels", ["spec.selector"]) if {
	some controller in input
	controller.kind == "ReplicationController"
	labels := object.get(controller, ["spec", "template", "metadata", "labels"], {})
	not selectors.selects({"matchLabels": controller.spec.selector}, labels)
}

# One part is enough to say what is wrong.
mismatching_part(selector, labels) := "matchLabels" if {
	not selectors.selects({"matchLabels": object.get(selector, "matchLabels", {})}, labels)
} else := "matchExpressions" if {
	not selectors.selects({"matchExpressions": object.get(selector, "matchExpressions", [])}, labels)
}

selector_of(workload) := ["spec.selector", workload.spec.selector] if workload.kind in workloads.templated_kinds

selector_of(workload) := ["spec.jobTemplate.spec.selector", workload.spec.jobTemplate.spec.selector] if {
	workload.kind == "CronJob"
}

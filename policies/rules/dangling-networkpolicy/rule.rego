# A policy that selects no pod protects nothing, often because of a typing error in a label.
package sortie.rules["dangling-networkpolicy"]

import data.sortie.lib.answers
import data.sortie.lib.selectors
import data.sortie.lib.workloads

deny contains answers.point(policy, "this policy selects no pod", ["spec.podSelector"]) if {
	some policy in input
	policy.kind == "NetworkPolicy"
	selector := policy.spec.podSelector
	has_requirements(selector)
	not selects_any(selector, workloads.namespace(policy))
}

has_requirements(selector) if count(selector.matchLabels) > 0

has_requirements(selector) if count(selector.matchExpressions) > 0

selects_any(selector, namespace) if {
	some labels in workloads.labels_by_namespace[namespace]
	selectors.selects(selector, labels)
}

# Kubernetes' common labels let every tool tell what an object belongs to. One of them is enough.
package sortie.rules["k8s-common-labels-usage"]

import data.sortie.lib.answers
import data.sortie.lib.labels
import data.sortie.lib.workloads

recommended := data.postureControlInputs.k8sRecommendedLabels

deny contains answers.add(workload, "none of the recommended labels is there", fixes) if {
	some workload in input
	fixes := labels.fixes(workload, recommended)
}

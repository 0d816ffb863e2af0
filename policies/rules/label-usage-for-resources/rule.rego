# Labels say what an object is for and who looks after it. One of the recommended ones is enough.
package sortie.rules["label-usage-for-resources"]

import data.sortie.lib.answers
import data.sortie.lib.labels
import data.sortie.lib.workloads

recommended := data.postureControlInputs.recommendedLabels

deny contains answers.add(workload, "none of the recommended labels is there", fixes) if {
	some workload in input
	fixes := labels.fixes(workload, recommended)
}

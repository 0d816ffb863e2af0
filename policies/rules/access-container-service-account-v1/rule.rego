# Every service account with rights is what an intruder gets with the first pod that runs as it.
package sortie.rules["access-container-service-account-v1"]

import data.sortie.lib.answers
import data.sortie.lib.rbac

considered contains subject if {
	some subject in input
	subject.kind == "ServiceAccount"
	rbac.is_named(subject)
}

deny contains answers.external(answers.whole(subject, "pods of this service account have its rights")) if {
	some subject in considered
}

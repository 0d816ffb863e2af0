# The default namespace is shared by everything that names no namespace, so nothing in it can be kept apart.
package sortie.rules["poddisruptionbudget-in-default-namespace"]

import data.sortie.lib.default_namespace

deny contains default_namespace.answer(resource, "PodDisruptionBudget") if {
	some resource in input
}

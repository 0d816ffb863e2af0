# The default namespace is shared by everything that names no namespace, so nothing in it can be kept apart.
package sortie.rules["role-in-default-namespace"]

import data.sortie.lib.default_namespace

deny contains default_namespace.answer(resource, "Role") if {
	some resource in input
}

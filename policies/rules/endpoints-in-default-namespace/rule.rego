# The default namespace is shared by everything that names no namespace, so nothing in it can be kept apart.
# The API server keeps the Endpoints of its own Service there.
package sortie.rules["endpoints-in-default-namespace"]

import data.sortie.lib.default_namespace

deny contains default_namespace.answer(resource, "Endpoints") if {
	some resource in input
	not default_namespace.is_of_the_api_server(resource)
}

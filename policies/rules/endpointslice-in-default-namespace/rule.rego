# The default namespace is shared by everything that names no namespace, so nothing in it can be kept apart.
# The API server keeps the slice of its own Service there. Anybody can give a slice the labels of the API server's, so its
# name alone tells it, which no second one can have.
package sortie.rules["endpointslice-in-default-namespace"]

import data.sortie.lib.default_namespace

deny contains default_namespace.answer(resource, "EndpointSlice") if {
	some resource in input
	not default_namespace.is_of_the_api_server(resource)
}

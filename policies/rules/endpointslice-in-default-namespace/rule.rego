# The default namespace is shared by everything that names no namespace, so nothing in it can be kept apart.
# The API server keeps the slice of its own Service there. Labels alone do not make a slice the API server's.
package sortie.rules["endpointslice-in-default-namespace"]

import data.sortie.lib.default_namespace

deny contains default_namespace.answer(resource, "EndpointSlice") if {
	some resource in input
	not is_of_the_api_server(resource)
}

is_of_the_api_server(slice) if slice.metadata.name == "kubernetes"

is_of_the_api_server(slice) if {
	slice.metadata.labels["kubernetes.io/service-name"] == "kubernetes"
	slice.metadata.labels["endpointslice.kubernetes.io/managed-by"] in {
		"endpointslice-controller.k8s.io",
		"endpointslicemirroring-controller.k8s.io",
	}
}

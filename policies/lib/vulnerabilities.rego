# Known vulnerabilities of the images that pods run.
package sortie.lib.vulnerabilities

import data.sortie.lib.answers
import data.sortie.lib.services
import data.sortie.lib.workloads

# Numbers of containers, each with what is known about its image.
of_pod(pod) := [[i, found.data] |
	pod.kind == "Pod"
	some i, container in pod.spec.containers
	some found in input
	found.kind == "ImageVulnerabilities"
	found.metadata.name == container.image
]

# As the public library tells it: some Service of the namespace is more than internal and asks for one of the pod's labels'
# values.
is_reached(pod) if {
	some service in services.by_namespace[workloads.namespace(pod)]
	service.metadata.namespace == pod.metadata.namespace
	service.spec.type != "ClusterIP"
	some wanted in service.spec.selector
	some value in pod.metadata.labels
	value == wanted
}

# Results about images have an API group of their own.
answer(pod, message, i) := answers.external(answers.review(result, message, [path])) if {
	path := sprintf("status.containerStatuses[%d].imageID", [i])
	result := {
		"apiVersion": "result.vulnscan.com/v1",
		"kind": pod.kind,
		"metadata": {"name": pod.metadata.name, "namespace": object.get(pod.metadata, "namespace", "")},
	}
}

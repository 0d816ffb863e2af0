# Ingresses that lead nowhere.
package sortie.rules["plain-join-backend"]

deny contains answer if {
	some ingress in input
	ingress.kind == "Ingress"
	some rule in ingress.spec.rules
	some path in rule.http.paths
	not exists(ingress.metadata.namespace, path.backend.service.name)
	answer := {"alertMessage": path.backend.service.name, "alertObject": {"k8sApiObjects": [ingress]}}
}

exists(namespace, name) if {
	some service in input
	service.kind == "Service"
	service.metadata.namespace == namespace
	service.metadata.name == name
}

# Traffic should come in through an application gateway with a certificate, or through an internal load balancer.
package sortie.rules["encrypt-traffic-to-https-load-balancers-with-tls-certificates"]

import data.sortie.lib.answers

internal := "service.beta.kubernetes.io/azure-load-balancer-internal"

class := "kubernetes.io/ingress.class"

deny contains answers.whole(service, "this Service is no load balancer") if {
	some service in input
	service.kind == "Service"
	service.spec.type != "LoadBalancer"
}

deny contains answers.add(service, "this load balancer is not internal", [annotation(internal, "true")]) if {
	some service in input
	service.kind == "Service"
	service.spec.type == "LoadBalancer"
	not service.metadata.annotations[internal] == "true"
}

deny contains answers.review(ingress, "this Ingress has no TLS", ["spec.tls"]) if {
	has_internal_balancer
	some ingress in input
	ingress.kind == "Ingress"
	not has_tls(ingress)
}

deny contains answers.add(ingress, "this Ingress is no application gateway", [annotation(class, gateway)]) if {
	has_internal_balancer
	gateway := "azure/application-gateway"
	some ingress in input
	ingress.kind == "Ingress"
	has_tls(ingress)
	ingress.metadata.annotations[class] != gateway
}

# What is wrong with an Ingress is said once the traffic of some Service stays inside.
has_internal_balancer if {
	some service in input
	service.kind == "Service"
	service.spec.type == "LoadBalancer"
	service.metadata.annotations[internal] == "true"
}

has_tls(ingress) if count(ingress.spec.tls) > 0

annotation(key, value) := {"path": sprintf("metadata.annotations[%s]", [key]), "value": value}

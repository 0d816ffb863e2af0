# Traffic should come in through an application gateway with a certificate, or through an internal load balancer.
package sortie.rules["encrypt-traffic-to-https-load-balancers-with-tls-certificates"]

import data.sortie.lib.answers

internal := "service.beta.kubernetes.io/azure-load-balancer-internal"

class := "kubernetes.io/ingress.class"

deny contains answers.whole(service, "this Service is no load balancer") if {
	some service in input
	service.kind == "Service"
	not service.spec.type == "LoadBalancer"
}

deny contains answers.add(service, "this load balancer is not internal", [annotation(internal, "true")]) if {
	some service in input
	service.kind == "Service"
	service.spec.type == "LoadBalancer"
	not service.metadata.annotations[internal] == "true"
}

deny contains answers.review(ingress, "this Ingress has no TLS", ["spec.tls"]) if {
	some ingress in input
	ingress.kind == "Ingress"
	not ingress.spec.tls
}

deny contains answers.add(ingress, "this Ingress is no application gateway", [annotation(class, gateway)]) if {
	gateway := "azure/application-gateway"
	some ingress in input
	ingress.kind == "Ingress"
	ingress.spec.tls
	not ingress.metadata.annotations[class] == gateway
}

annotation(key, value) := {"path": sprintf("metadata.annotations[%s]", [key]), "value": value}

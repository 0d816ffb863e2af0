# A load balancer of AWS ends TLS only with a certificate, which the Service names in an annotation.
package sortie.rules["ensure-https-loadbalancers-encrypted-with-tls-aws"]

import data.sortie.lib.answers

certificate := "service.beta.kubernetes.io/aws-load-balancer-ssl-cert"

considered contains service if {
	some service in input
	is_load_balancer(service)
}

deny contains answers.external(answers.add(service, "this load balancer has no certificate", fixes)) if {
	some service in input
	is_load_balancer(service)
	some port in service.spec.ports
	port.port == 443
	not has_certificate(service)
	fixes := [{
		"path": sprintf("metadata.annotations['%s']", [certificate]),
		"value": "AWS_LOADBALANCER_SSL_CERT",
	}]
}

has_certificate(service) if {
	some name, _ in service.metadata.annotations
	startswith(name, certificate)
}

is_load_balancer(service) if {
	service.kind == "Service"
	service.spec.type == "LoadBalancer"
}

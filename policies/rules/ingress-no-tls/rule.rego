# Without TLS everyone on the way reads and changes what users send.
package sortie.rules["ingress-no-tls"]

import data.sortie.lib.answers

deny contains answers.add(ingress, "this Ingress has no TLS", fixes) if {
	some ingress in input
	ingress.kind == "Ingress"
	not has_tls(ingress)
	fixes := [{"path": "spec.tls", "value": "<your-tls-definition>"}]
}

has_tls(ingress) if count(ingress.spec.tls) > 0

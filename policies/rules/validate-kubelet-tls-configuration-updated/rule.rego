# Without a certificate of the cluster the kubelet makes one for itself, which its callers cannot check. A scan never
# asks this rule, because nothing supplies the kinds that it matches.
package sortie.rules["validate-kubelet-tls-configuration-updated"]

import data.sortie.lib.kubelets

deny contains kubelets.wrong(node, "neither a certificate nor its key is set") if {
	some node in kubelets.all
	count(missing_in_config(node)) == count(settings)
}

deny contains kubelets.wrong_in_config(node, field) if {
	some node in kubelets.all
	count(missing_in_config(node)) == 1
	some field in missing_in_config(node)
}

deny contains kubelets.wrong(node, "the certificate and its key are not both set") if {
	some flag, _ in settings
	some node in kubelets.decides_nothing(flag)
}

deny contains answer if {
	some flag, _ in settings
	some answer in kubelets.unread(flag)
}

settings := {"tls-cert-file": "tlsCertFile", "tls-private-key-file": "tlsPrivateKeyFile"}

# Each of the two may be in either place.
missing_in_config(node) := {field |
	some flag, field in settings
	not kubelets.has_flag(node, flag)
	object.get(config, field, "") in {"", null}
} if {
	config := kubelets.config(node)
}

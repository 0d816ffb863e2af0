# Without a certificate of the cluster the kubelet makes one for itself, which its callers cannot check. A scan never
# asks this rule, because nothing supplies the kinds that it matches.
package sortie.rules["validate-kubelet-tls-configuration-updated"]

import data.sortie.lib.kubelets

settings := {"tls-cert-file": "tlsCertFile", "tls-private-key-file": "tlsPrivateKeyFile"}

deny contains kubelets.wrong(node, "the certificate and its key are not both set") if {
	some flag, _ in settings
	some node in kubelets.decides_nothing(flag)
}

# A file that nobody could read is not judged.
deny contains kubelets.wrong(node, "the certificate and its key are not both set") if {
	some flag, field in settings
	some node in kubelets.without_flag(flag)
	config := kubelets.config(node)
	not config[field]
}

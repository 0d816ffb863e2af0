# A cipher that can be broken protects nothing that goes through it. As in the public library the flag is judged by its
# first suite alone, the configuration file by the benchmark's spelling of the field, as the one suite that it names, and a
# file that nobody could read is not judged.
package sortie.rules["kubelet-strong-cryptographics-ciphers"]

import data.sortie.lib.kubelets

deny contains kubelets.wrong(node, "--tls-cipher-suites does not begin with a strong one") if {
	some node in kubelets.all
	kubelets.has_flag(node, "tls-cipher-suites")
	not begins_strong(node)
}

deny contains kubelets.wrong_in_config(node, "TLSCipherSuites") if {
	some node in kubelets.without_flag("tls-cipher-suites")
	suites := kubelets.config(node).TLSCipherSuites
	not suites in strong | {false}
}

deny contains kubelets.wrong(node, "nothing sets --tls-cipher-suites") if {
	some node in kubelets.decides_nothing("tls-cipher-suites")
}

begins_strong(node) if {
	some suite in strong
	contains(node.data.cmdLine, concat("=", ["--tls-cipher-suites", suite]))
}

strong := {
	"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
	"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
	"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305",
	"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
	"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
	"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305",
	"TLS_RSA_WITH_AES_128_GCM_SHA256",
	"TLS_RSA_WITH_AES_256_GCM_SHA384",
}

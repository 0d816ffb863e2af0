# A cipher that can be broken protects nothing that goes through it.
package sortie.rules["kubelet-strong-cryptographics-ciphers"]

import data.sortie.lib.kubelets

deny contains kubelets.wrong(node, "--tls-cipher-suites has weak ones") if {
	some node in kubelets.all
	has_weak(split(kubelets.flag(node, "tls-cipher-suites"), ","))
}

# The field is spelled `tlsCipherSuites`; the other spelling is that of the benchmark.
deny contains kubelets.wrong_in_config(node, field) if {
	some node in kubelets.without_flag("tls-cipher-suites")
	some field in ["tlsCipherSuites", "TLSCipherSuites"]
	has_weak(suites(kubelets.config(node)[field]))
}

deny contains kubelets.wrong(node, "nothing sets --tls-cipher-suites") if {
	some node in kubelets.decides_nothing("tls-cipher-suites")
}

deny contains answer if some answer in kubelets.unread("tls-cipher-suites")

suites(value) := value if is_array(value)

suites(value) := split(value, ",")

has_weak(names) if {
	some name in names
	not name in strong
}

strong := {
	"TLS_AES_128_GCM_SHA256",
	"TLS_AES_256_GCM_SHA384",
	"TLS_CHACHA20_POLY1305_SHA256",
	"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
	"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
	"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305",
	"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
	"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
	"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
	"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305",
	"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
	"TLS_RSA_WITH_AES_128_GCM_SHA256",
	"TLS_RSA_WITH_AES_256_GCM_SHA384",
}

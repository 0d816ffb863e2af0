# No suite of this list should be offered.
package sortie.rules["ensure-that-the-API-Server-only-makes-use-of-Strong-Cryptographic-Ciphers-cis1-10"]

import data.sortie.lib.answers
import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

weak_suites := [
	"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
	"TLS_ECDHE_ECDSA_WITH_RC4_128_SHA",
	"TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
	"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
	"TLS_ECDHE_RSA_WITH_RC4_128_SHA",
	"TLS_RSA_WITH_3DES_EDE_CBC_SHA",
	"TLS_RSA_WITH_AES_128_CBC_SHA",
	"TLS_RSA_WITH_AES_128_CBC_SHA256",
	"TLS_RSA_WITH_AES_128_GCM_SHA256",
	"TLS_RSA_WITH_AES_256_CBC_SHA",
	"TLS_RSA_WITH_AES_256_GCM_SHA384",
	"TLS_RSA_WITH_RC4_128_SHA",
]

# The fixes are those of the public library, which proposes the weak suites: they show which ones are meant.
deny contains answer if {
	some pod in considered
	some answer in components.must_be_set(pod, "tls-cipher-suites", concat(",", weak_suites))
}

deny contains answers.correct(pod, "weak suites are offered", flag.path, text) if {
	some pod in considered
	some flag in components.flags(pod, "tls-cipher-suites")
	offered := split(flag.value, ",")
	weak := [suite | some suite in weak_suites; suite in offered]
	count(weak) > 0
	text := components.with_value(flag, "tls-cipher-suites", concat(",", array.concat(offered, weak)))
}

# etcd keeps Secrets as they are unless the API server encrypts them first: it needs a configuration, and that has to
# have Secrets in it.
package sortie.rules["ensure-that-the-api-server-encryption-provider-config-argument-is-set-as-appropriate"]

import data.sortie.lib.answers
import data.sortie.lib.components
import data.sortie.lib.encryption

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_be_set(pod, "encryption-provider-config", "<path/to/encryption-config.yaml>")
}

deny contains answers.external(answers.whole(named, "Secrets are not among what is encrypted")) if {
	some configuration in encryption.configurations
	not encrypts_secrets(configuration)
	named := encryption.without_keys(configuration)
}

encrypts_secrets(configuration) if {
	some entry in configuration.resources
	"secrets" in entry.resources
}

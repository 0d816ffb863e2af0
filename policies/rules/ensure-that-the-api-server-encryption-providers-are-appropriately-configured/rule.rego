# A configuration that names no strong provider writes Secrets to etcd as they are, or with keys that wear out.
package sortie.rules["ensure-that-the-api-server-encryption-providers-are-appropriately-configured"]

import data.sortie.lib.answers
import data.sortie.lib.encryption

deny contains answers.external(answers.add(named, sprintf("resources[%d] has no strong provider", [i]), [fix])) if {
	some configuration in encryption.configurations
	some i, entry in configuration.resources
	providers := entry.providers
	not has_strong(providers)
	named := encryption.without_keys(configuration)
	path := sprintf("resources[%d].providers[%d]", [i, count(providers)])
	fix := {"path": path, "value": `{"aescbc" | "secretbox" | "kms" : <provider config>}`}
}

has_strong(providers) if {
	some provider in providers
	some name, _ in provider
	name in {"aescbc", "secretbox", "kms"}
}

# Keys that lie on the node beside etcd's data go wherever its disk goes. A key service outside of it lets none of
# them out.
package sortie.rules["external-secret-storage"]

import data.sortie.lib.answers
import data.sortie.lib.encryption

# What the public library knows of plugins for key services, by their exact names. What they encrypt does not matter.
services := {"akeyless", "aws-encryption-provider", "azurekmsprovider"}

deny contains answers.external(answers.add(named, "Secrets are encrypted with keys of the node's own", fixes)) if {
	some configuration in encryption.configurations
	next := count(configuration.resources)
	not uses_service(configuration)
	named := encryption.without_keys(configuration)
	fixes := [
		{"path": sprintf("resources[%d].resources[0]", [next]), "value": "secrets"},
		{"path": sprintf("resources[%d].providers[0].kms", [next]), "value": "YOUR_EXTERNAL_KMS"},
	]
}

uses_service(configuration) if {
	some entry in configuration.resources
	some provider in entry.providers
	provider.kms.name in services
}

# Keys that lie on the node beside etcd's data go wherever its disk goes. A key service outside of it lets none of
# them out.
package sortie.rules["external-secret-storage"]

import data.sortie.lib.answers
import data.sortie.lib.encryption

# What key services and the plugins for them are called.
services := {
	"akeyless", "alibaba", "aliyun", "aws", "azure", "barbican", "ciphertrust", "conjur", "fortanix", "gcp", "google",
	"cloudkms", "hashicorp", "huawei", "ibm", "oci", "openbao", "oracle", "tencent", "thales", "trousseau", "vault",
}

deny contains answers.external(answers.add(named, "Secrets are encrypted with keys of the node's own", fixes)) if {
	some configuration in encryption.configurations
	not uses_service(configuration)
	named := encryption.without_keys(configuration)
	next := count(configuration.resources)
	fixes := [
		{"path": sprintf("resources[%d].resources[0]", [next]), "value": "secrets"},
		{"path": sprintf("resources[%d].providers[0].kms", [next]), "value": "YOUR_EXTERNAL_KMS"},
	]
}

# A plugin is known by what it is called, or by the socket that it listens on.
uses_service(configuration) if {
	some entry in configuration.resources
	encryption.covers_secrets(entry)
	some provider in entry.providers
	some text in [object.get(provider, ["kms", "name"], ""), object.get(provider, ["kms", "endpoint"], "")]
	some service in services
	contains(lower(text), service)
}

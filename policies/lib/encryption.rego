# The API server's EncryptionConfiguration, which host data carries as text.
# https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/
package sortie.lib.encryption

# One for each control plane node whose file could be read.
configurations := [configuration |
	some node in input
	node.kind == "ControlPlaneInfo"
	configuration := yaml.unmarshal(base64.decode(node.data.APIServerInfo.encryptionProviderConfigFile.content))
	is_object(configuration)
]

# The configuration as it may appear in a report: names and structure, nothing of keys or endpoints.
without_keys(configuration) := {
	"apiVersion": configuration.apiVersion,
	"kind": configuration.kind,
	"resources": [entry_without_keys(entry) | some entry in object.get(configuration, "resources", [])],
}

entry_without_keys(entry) := {
	"resources": object.get(entry, "resources", []),
	"providers": [{name: {} | some name, _ in provider} | some provider in object.get(entry, "providers", [])],
}

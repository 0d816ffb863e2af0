# A ConfigMap is open to everyone who may read the namespace, and is never encrypted.
package sortie.rules["rule-credentials-configmap"]

import data.sortie.lib.answers
import data.sortie.lib.credentials

deny contains answers.remove(configmap, sprintf("%s looks like a credential", [path]), [path]) if {
	some configmap in input
	configmap.kind == "ConfigMap"
	some key, value in configmap.data
	looks_like_credential(key, value)
	path := sprintf("data[%s]", [key])
}

looks_like_credential(key, value) if {
	value != ""
	is_suspect(key, value)
	not credentials.is_allowed(key, value)
}

is_suspect(key, _) if credentials.has_sensitive_name(key)

is_suspect(_, value) if credentials.has_sensitive_text(value)

is_suspect(_, value) if credentials.has_sensitive_text(base64.decode(value))

# etcd keeps Secrets as they are unless the API server encrypts them first.
package sortie.rules["etcd-encryption-native"]

import data.sortie.lib.components

deny contains answer if {
	some pod in input
	some answer in components.must_be_set(pod, "encryption-provider-config", "YOUR_VALUE")
}

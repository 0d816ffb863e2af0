# etcd keeps Secrets as they are unless the API server encrypts them first.
package sortie.rules["etcd-encryption-native"]

import data.sortie.lib.answers
import data.sortie.lib.components

flag := "encryption-provider-config"

deny contains answers.add(pod, "the API server is told no keys to encrypt with", fixes) if {
	some pod in input
	components.lacks_value(pod, flag)
	fixes := [{"path": components.next_path(pod, 0), "value": sprintf("--%s=YOUR_VALUE", [flag])}]
}

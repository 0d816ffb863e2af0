# A namespace without a pod security level takes every pod, unless a webhook of the cluster looks at pods instead.
package sortie.rules["pod-security-admission-applied-2"]

import data.sortie.lib.answers

label := "pod-security.kubernetes.io/enforce"

considered contains namespace if {
	some namespace in input
	namespace.kind == "Namespace"
}

deny contains answers.add(namespace, "nothing is enforced for the pods of this namespace", fixes) if {
	not has_webhook
	some namespace in considered
	not is_labelled(namespace)
	fixes := [{"path": sprintf("metadata.labels[%s]", [label]), "value": "YOUR_VALUE"}]
}

# A version to enforce counts as well.
is_labelled(namespace) if {
	some key, _ in namespace.metadata.labels
	startswith(key, label)
}

# A webhook of the whole scope, or of namespaced objects.
has_webhook if {
	some configuration in input
	configuration.kind in {"ValidatingWebhookConfiguration", "MutatingWebhookConfiguration"}
	some webhook in configuration.webhooks
	some rule in webhook.rules
	rule.scope != "Cluster"
}

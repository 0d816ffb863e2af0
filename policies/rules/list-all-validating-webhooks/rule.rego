# A validating webhook sees every object on its way into the cluster, Secrets included; each one should be known.
package sortie.rules["list-all-validating-webhooks"]

import data.sortie.lib.answers

deny contains answers.whole(webhook, "this webhook should be known") if {
	some webhook in input
	webhook.kind == "ValidatingWebhookConfiguration"
}

# A mutating webhook can change every object on its way into the cluster; each one should be known.
package sortie.rules["list-all-mutating-webhooks"]

import data.sortie.lib.answers

deny contains answers.whole(webhook, "this webhook should be known") if {
	some webhook in input
	webhook.kind == "MutatingWebhookConfiguration"
}

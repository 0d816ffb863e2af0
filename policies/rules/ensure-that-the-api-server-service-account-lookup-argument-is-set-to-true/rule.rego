# Without the lookup a token stays valid after its service account is gone.
package sortie.rules["ensure-that-the-api-server-service-account-lookup-argument-is-set-to-true"]

import data.sortie.lib.answers
import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

# Where the flag stands alone there is nothing to put in its place; among others it can be edited.
deny contains answer if {
	some pod in considered
	some flag in components.flags(pod, "service-account-lookup")
	flag.value == "false"
	answer := answer_about(pod, flag)
}

answer_about(pod, flag) := answers.review(pod, "--service-account-lookup should go", [flag.path]) if flag.text == flag.given

answer_about(pod, flag) := answers.correct(pod, "--service-account-lookup should go", flag.path, text) if {
	flag.text != flag.given
	text := components.with_value(flag, "service-account-lookup", "true")
}

# Tokens in a file never expire and lie on the node in the clear.
package sortie.rules["ensure-that-the-api-server-token-auth-file-parameter-is-not-set"]

import data.sortie.lib.answers
import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

# Where the flag stands alone there is nothing to put in its place; among others it can be edited.
deny contains answer if {
	some pod in considered
	some flag in components.flags(pod, "token-auth-file")
	answer := answer_about(pod, flag)
}

answer_about(pod, flag) := answers.review(pod, "--token-auth-file should go", [flag.path]) if flag.text == flag.given

answer_about(pod, flag) := answers.correct(pod, "--token-auth-file should go", flag.path, text) if {
	flag.text != flag.given
	text := trim_space(replace(flag.text, flag.given, ""))
}

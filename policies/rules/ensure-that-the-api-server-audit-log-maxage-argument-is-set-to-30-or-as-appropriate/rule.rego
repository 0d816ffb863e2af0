# Days for which audit logs are kept; a break-in is often found weeks later.
package sortie.rules["ensure-that-the-api-server-audit-log-maxage-argument-is-set-to-30-or-as-appropriate"]

import data.sortie.lib.answers
import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_be_set(pod, "audit-log-maxage", "30")
}

deny contains answers.correct(pod, "audit logs are kept for less than 30 days", flag.path, text) if {
	some pod in considered
	some flag in components.flags(pod, "audit-log-maxage")
	to_number(flag.value) < 30
	text := components.with_value(flag, "audit-log-maxage", "30")
}

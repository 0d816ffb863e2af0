# Where it is the only mode, RBAC takes its place.
package sortie.rules["ensure-that-the-api-server-authorization-mode-argument-is-not-set-to-AlwaysAllow"]

import data.sortie.lib.answers
import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answers.correct(pod, "every request is allowed", flag.path, text) if {
	some pod in considered
	some flag in components.flags(pod, "authorization-mode")
	modes := split(flag.value, ",")
	"AlwaysAllow" in modes
	text := components.with_value(flag, "authorization-mode", without_always_allow(modes))
}

without_always_allow(["AlwaysAllow"]) := "RBAC"

without_always_allow(modes) := concat(",", [mode | some mode in modes; mode != "AlwaysAllow"]) if count(modes) > 1

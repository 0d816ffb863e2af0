# How many old audit logs to keep depends on the disk and on who has to be answered.
package sortie.rules["ensure-that-the-api-server-audit-log-maxbackup-argument-is-set-to-10-or-as-appropriate"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_be_reviewed(pod, "audit-log-maxbackup")
}

# Without a file the audit log is written nowhere.
package sortie.rules["ensure-that-the-api-server-audit-log-path-argument-is-set"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_be_set(pod, "audit-log-path", "/var/log/apiserver/audit.log")
}

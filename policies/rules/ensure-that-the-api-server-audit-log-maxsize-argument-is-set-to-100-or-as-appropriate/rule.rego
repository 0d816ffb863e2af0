# How large an audit log may become depends on the disk.
package sortie.rules["ensure-that-the-api-server-audit-log-maxsize-argument-is-set-to-100-or-as-appropriate"]

import data.sortie.lib.components

considered contains pod if {
	some pod in input
	components.runs(pod, "kube-apiserver")
}

deny contains answer if {
	some pod in considered
	some answer in components.must_be_reviewed(pod, "audit-log-maxsize")
}

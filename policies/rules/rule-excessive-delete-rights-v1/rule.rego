# Who may delete workloads or Secrets can stop everything that runs.
package sortie.rules["rule-excessive-delete-rights-v1"]

import data.sortie.lib.answers
import data.sortie.lib.rbac

wanted := {
	"apiGroups": {"", "apps", "batch", "*"},
	"resources": {
		"pods",
		"secrets",
		"services",
		"deployments",
		"replicasets",
		"daemonsets",
		"statefulsets",
		"jobs",
		"cronjobs",
		"*",
	},
	"verbs": {"delete", "deletecollection", "*"},
}

deny contains answers.external(answers.review(subject, "may delete workloads or their data", paths)) if {
	some subject in input
	some paths in rbac.granting_paths(subject, wanted)
}

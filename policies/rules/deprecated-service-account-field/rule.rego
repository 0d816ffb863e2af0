# `serviceAccount` is the old name of `serviceAccountName`; the API server fills in both with the same value.
package sortie.rules["deprecated-service-account-field"]

import data.sortie.lib.answers
import data.sortie.lib.workloads

deny contains object.union(answers.remove(workload, "serviceAccount is deprecated", [path]), {"fixPaths": fixes}) if {
	some workload in input
	spec := workloads.template_spec(workload)
	is_string(spec.serviceAccount)
	name := object.get(spec, "serviceAccountName", "")
	spec.serviceAccount != name
	path := sprintf("%s.serviceAccount", [workloads.template_path(workload)])
	fixes := renamed(name, path, spec.serviceAccount)
}

renamed("", path, account) := [{"path": sprintf("%sName", [path]), "value": account}]

# Of two different names, the deprecated one is only to be removed.
renamed(name, _, _) := [] if name != ""

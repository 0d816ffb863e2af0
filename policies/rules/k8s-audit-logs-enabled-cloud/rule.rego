# Without an audit log nobody can say afterwards who did what.
package sortie.rules["k8s-audit-logs-enabled-cloud"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

eks_command := concat(" ", [
	"aws eks update-cluster-config --region <region> --name <cluster>",
	`--logging '{"clusterLogging":[{"types":["api","audit","authenticator","controllerManager","scheduler"],"enabled":true}]}'`,
])

# What the control plane can keep logs of; all of it is wanted.
log_types := {"api", "audit", "authenticator", "controllerManager", "scheduler"}

# A description that says nothing of logs is not judged, as in the public library.
deny contains answers.external(answers.run(description, "not all logs of the control plane are kept", eks_command)) if {
	some description in clouds.eks("ClusterDescribe")
	settings := clouds.eks_field(description, "Logging").ClusterLogging
	count(log_types - kept(settings)) > 0
}

# Types may be spread over several settings.
kept(settings) := {type |
	some setting in settings
	setting.Enabled == true
	some type in setting.Types
}

deny contains answers.external(answers.whole(description, "the cluster's logs are not kept")) if {
	some description in clouds.gke("ClusterDescribe")
	not has_components(description)
}

# Of what Google Cloud keeps logs, in either of the two spellings of its tools.

has_components(description) if count(description.data.logging_config.component_config.enable_components) > 0

has_components(description) if count(description.data.loggingConfig.componentConfig.enableComponents) > 0

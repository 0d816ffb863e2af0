# Without an audit log nobody can say afterwards who did what.
package sortie.rules["k8s-audit-logs-enabled-cloud"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

eks_command := concat(" ", [
	"aws eks update-cluster-config --region <region> --name <cluster>",
	`--logging '{"clusterLogging":[{"types":["api","audit"],"enabled":true}]}'`,
])

deny contains answers.external(answers.run(description, "the audit log is not kept", eks_command)) if {
	some description in clouds.eks("ClusterDescribe")
	not keeps_logs(description)
}

keeps_logs(description) if {
	some logging in clouds.eks_field(description, "Logging").ClusterLogging
	logging.Enabled == true
	some type in logging.Types
	type in {"api", "audit"}
}

deny contains answers.external(answers.whole(description, "the cluster's logs are not kept")) if {
	some description in clouds.gke("ClusterDescribe")
	not has_components(description)
}

# Of what Google Cloud keeps logs, in either of the two spellings of its tools.

has_components(description) if count(description.data.logging_config.component_config.enable_components) > 0

has_components(description) if count(description.data.loggingConfig.componentConfig.enableComponents) > 0

# A registry that scans what is pushed finds known vulnerabilities before anything runs.
package sortie.rules["ensure-image-scanning-enabled-cloud"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

ecr_command := concat(" ", [
	"aws ecr put-image-scanning-configuration --region <region> --repository-name <repository>",
	"--image-scanning-configuration scanOnPush=true",
])

gcp_command := "gcloud services enable containerscanning.googleapis.com"

deny contains answers.external(answers.run(registry, "a repository is not scanned", ecr_command)) if {
	some registry in clouds.eks("DescribeRepositories")
	some repository in registry.data.Repositories
	not repository.ImageScanningConfiguration.ScanOnPush == true
}

deny contains answers.external(answers.run(registry, "a repository is not scanned", gcp_command)) if {
	some registry in clouds.gke("DescribeRepositories")
	some repository in registry.data.registries
	not repository.vulnerabilityScanningConfig.enableVulnerabilityScanning == true
}

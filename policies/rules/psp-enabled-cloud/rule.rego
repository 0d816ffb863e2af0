# Pod security policies have to be switched on in versions that still have them.
package sortie.rules["psp-enabled-cloud"]

import data.sortie.lib.answers
import data.sortie.lib.clouds

command := "gcloud beta container clusters update <cluster> --enable-pod-security-policy"

deny contains answers.external(answers.run(description, "pod security policies are off", command)) if {
	some description in clouds.gke("ClusterDescribe")
	not description.data.pod_security_policy_config.enabled == true
	not description.data.podSecurityPolicyConfig.enabled == true
}

# Metrics of kube-proxy are for its node alone, and its configuration should say so.
package sortie.rules["ensure-that-the-kube-proxy-metrics-service-is-bound-to-localhost"]

import data.sortie.lib.answers

considered contains configmap if {
	some configmap in input
	configmap.kind == "ConfigMap"
	configmap.metadata.name == "kube-proxy"
	configmap.metadata.namespace == "kube-system"
}

deny contains answers.point(configmap, "metrics of kube-proxy are not bound to the node", ["data"]) if {
	some configmap in considered
	configuration := yaml.unmarshal(configmap.data["config.conf"])
	not is_local(configuration)
}

is_local(configuration) if {
	regex.match(`^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$`, configuration.metricsBindAddress)
}

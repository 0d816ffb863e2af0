{{/* What scans report outside the cluster, and with which credentials. */}}

{{/* URL of the API that names the receiver of reports; empty where nothing may leave the cluster. */}}
{{- define "sortie.apiUrl" -}}
{{- if and .Values.server (ne .Values.capabilities.kubescapeOffline "enable") -}}
{{- ternary .Values.server (printf "https://%s" .Values.server) (hasPrefix "https://" .Values.server) -}}
{{- end -}}
{{- end -}}

{{- define "sortie.eventReceiverUrl" -}}
{{- if ne .Values.capabilities.kubescapeOffline "enable" -}}{{ .Values.kubescape.eventReceiverUrl }}{{- end -}}
{{- end -}}

{{/* True where scans are to be reported. */}}
{{- define "sortie.sendsReports" -}}
{{- if or (include "sortie.apiUrl" .) (include "sortie.eventReceiverUrl" .) -}}true{{- end -}}
{{- end -}}

{{/* The Secret with the credentials; empty where there are none. */}}
{{- define "sortie.credentialsSecret" -}}
{{- if .Values.credentials.cloudSecret -}}
{{- .Values.credentials.cloudSecret -}}
{{- else if or .Values.account .Values.accessKey -}}
cloud-secret
{{- end -}}
{{- end -}}

{{/* What a configuration scan is given besides its environment. */}}

{{/* ConfigMaps that the values name, by the folder below /etc/sortie where a scan finds them. */}}
{{- define "sortie.configScanConfigMaps" -}}
{{- with .Values.kubescape -}}
{{- range $folder, $name := dict "exceptions" .exceptionsConfigMap "control-inputs" .controlInputsConfigMap "policies" .policiesConfigMap -}}
{{- if $name }}
{{ $folder }}: {{ $name | quote }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Volumes besides those of the values. A missing source is told by the scan itself. */}}
{{- define "sortie.configScanVolumes" -}}
{{- with include "sortie.credentialsSecret" . }}
- name: credentials
  secret:
    secretName: {{ . | quote }}
    optional: true
{{- end }}
{{- with include "sortie.cloudProviderSecret" . }}
- name: cloud
  secret:
    secretName: {{ . | quote }}
    optional: true
{{- end }}
{{- range $folder, $name := include "sortie.configScanConfigMaps" . | fromYaml }}
- name: {{ $folder }}
  configMap:
    name: {{ $name | quote }}
    optional: true
{{- end }}
{{- if include "sortie.sendsReports" . }}
- name: report
  emptyDir:
    sizeLimit: 2Gi
{{- end }}
{{- end -}}

{{- define "sortie.configScanVolumeMounts" -}}
{{- if include "sortie.credentialsSecret" . }}
- name: credentials
  mountPath: /etc/sortie/credentials
  readOnly: true
{{- end }}
{{- if include "sortie.cloudProviderSecret" . }}
- name: cloud
  mountPath: /etc/sortie/cloud
  readOnly: true
{{- end }}
{{- range $folder, $name := include "sortie.configScanConfigMaps" . | fromYaml }}
- name: {{ $folder }}
  mountPath: /etc/sortie/{{ $folder }}
  readOnly: true
{{- end }}
{{- if include "sortie.sendsReports" . }}
# Objects wait here, masked, until they are reported.
- name: report
  mountPath: /tmp
{{- end }}
{{- end -}}

{{/* Where released controls are downloaded from; empty where none are, or nothing may be. */}}
{{- define "sortie.artifactsUrl" -}}
{{- if and .Values.kubescape.downloadArtifacts (ne .Values.capabilities.kubescapeOffline "enable") -}}
{{- .Values.kubescape.artifactsUrl -}}
{{- end -}}
{{- end -}}

{{/* Port of a URL. */}}
{{- define "sortie.portOf" -}}
{{- regexFind ":[0-9]+$" (urlParse .).host | trimPrefix ":" | default (ternary "443" "80" (hasPrefix "https:" .)) -}}
{{- end -}}

{{/* Ports outside the cluster that a scan needs, one a line. */}}
{{- define "sortie.outsidePorts" -}}
{{- range list (include "sortie.apiUrl" .) (include "sortie.eventReceiverUrl" .) | compact }}
- {{ include "sortie.portOf" . }}
{{- end }}
{{- if include "sortie.apiUrl" . }}
# It names the receiver of reports, of whose address nothing else is known.
- 443
{{- end }}
{{- if include "sortie.asksCloud" . }}
- 443
{{- end }}
{{- with include "sortie.artifactsUrl" . }}
- {{ include "sortie.portOf" . }}
# A release is answered with the address of another host, over HTTPS.
- 443
{{- end }}
{{- end -}}

{{/*
The Common Expression Language rules of the fence. `pod` is the expression of the pod's spec. CEL of admission policies:
https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
*/}}

{{/* Images by the ServiceAccount they run as, as a CEL map. Every kind of Job of this release has a line. */}}
{{- define "sortie.fence.accounts" -}}
{ {{ include "sortie.image" (dict "root" . "component" .Values.kubescape "name" "config-scan") | squote }}: 'config-scan' }
{{- end -}}

{{/* Names of environment variables: those of the template, and what the dispatcher adds for one scan. */}}
{{- define "sortie.fence.env" -}}
{{- $names := list "SCAN_REQUEST" "TRACEPARENT" -}}
{{- range include "sortie.configScanEnv" . | fromYamlArray -}}{{- $names = append $names .name -}}{{- end -}}
{{- include "sortie.celList" $names -}}
{{- end -}}

{{/* JSON's quotes and escapes mean the same in CEL; paths and names of variables may have quotes in them. */}}
{{- define "sortie.celList" -}}
[{{ range $index, $name := . }}{{ if $index }}, {{ end }}{{ $name | toJson }}{{ end }}]
{{- end -}}

{{/* Names of what volumes of scans take from: `kind` is the source, `field` its name in there. */}}
{{- define "sortie.fence.sources" -}}
{{- $names := list -}}
{{- range concat (.root.Values.volumes | default list) (.root.Values.kubescape.volumes | default list) -}}
{{- with get . $.kind -}}{{- $names = append $names (get . $.field) -}}{{- end -}}
{{- end -}}
{{- $own := dict "secret" (list (include "sortie.credentialsSecret" .root) (include "sortie.cloudProviderSecret" .root)) "configMap" (values (include "sortie.configScanConfigMaps" .root | fromYaml)) -}}
{{- include "sortie.celList" (concat $names (get $own .kind | default list) | compact | uniq | sortAlpha) -}}
{{- end -}}

{{/* Where scans find what is mounted: a Secret over an image's program would be run in its place. */}}
{{- define "sortie.fence.mountPaths" -}}
{{- $paths := list -}}
{{- range print (include "sortie.configScanVolumeMounts" .) "\n" (include "sortie.volumeMounts" (dict "root" . "values" .Values.kubescape)) | fromYamlArray -}}
{{- $paths = append $paths .mountPath -}}
{{- end -}}
{{- include "sortie.celList" ($paths | uniq | sortAlpha) -}}
{{- end -}}

{{- define "sortie.fence.priorityClasses" -}}
{{- include "sortie.celList" (compact (list .Values.customScheduling.priorityClassName .Values.kubescape.priorityClassName)) -}}
{{- end -}}

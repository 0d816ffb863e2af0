{{/* What all pods of this chart have in common. */}}

{{/* https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */}}
{{- define "sortie.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
# A volume of a million results is not walked at every start.
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "sortie.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
privileged: false
capabilities:
  drop: [ALL]
{{- end -}}

{{/* Where a pod runs: its component's values, then those for all pods. `values` is the component's block. */}}
{{- define "sortie.scheduling" -}}
{{- $all := .root.Values.customScheduling -}}
{{- with merge dict (.values.nodeSelector | default dict) ($all.nodeSelector | default dict) }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.affinity | default $all.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with concat (.values.tolerations | default list) ($all.tolerations | default list) }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.priorityClassName | default $all.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with include "sortie.pullSecrets" .root }}
imagePullSecrets:
  {{- . | trim | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "sortie.pullSecrets" -}}
{{- $named := .Values.imagePullSecrets | default list -}}
{{- if kindIs "string" $named -}}{{- $named = list $named -}}{{- end -}}
{{- if .Values.imagePullSecret.server -}}{{- $named = append $named "sortie-image-pull" -}}{{- end -}}
{{- range $named }}
- name: {{ if kindIs "map" . }}{{ .name | quote }}{{ else }}{{ . | quote }}{{ end }}
{{- end }}
{{- end -}}

{{- define "sortie.volumes" -}}
{{- with concat (.root.Values.volumes | default list) (.values.volumes | default list) }}
{{- toYaml . }}
{{- end }}
{{- end -}}

{{- define "sortie.volumeMounts" -}}
{{- with concat (.root.Values.volumeMounts | default list) (.values.volumeMounts | default list) }}
{{- toYaml . }}
{{- end }}
{{- end -}}

{{/* Environment of a component: a map of names to values, or a list as in a Pod. */}}
{{- define "sortie.env" -}}
{{- if kindIs "map" . -}}
{{- range $name, $value := . }}
- name: {{ $name | quote }}
  value: {{ $value | toString | quote }}
{{- end }}
{{- else if . -}}
{{- toYaml . }}
{{- end }}
{{- end -}}

{{/*
Environment of a container: `own` is what the chart sets, as YAML, `further` a component's values, which go before it.
Server-side apply, by which Helm 4 installs, refuses a name that is there twice.
*/}}
{{- define "sortie.joinedEnv" -}}
{{- $further := include "sortie.env" .further | fromYamlArray -}}
{{- $names := list -}}
{{- range $further -}}{{- $names = append $names .name -}}{{- end -}}
{{- $joined := list -}}
{{- range fromYamlArray .own -}}{{- if not (has .name $names) -}}{{- $joined = append $joined . -}}{{- end -}}{{- end -}}
{{- concat $joined $further | toYaml -}}
{{- end -}}

{{/* Levels of other loggers by the names of ours. */}}
{{- define "sortie.logLevel" -}}
{{- get (dict "warning" "warn" "fatal" "error" "success" "info") . | default . -}}
{{- end -}}

{{/* What NOTES.txt says about values that have no effect. */}}

{{/* Paths of all leaves of a map, one a line. Lists are leaves; a null or an empty map says nothing. */}}
{{- define "sortie.leaves" -}}
{{- range $key, $value := .value }}
{{- $path := printf "%s%s" $.prefix $key }}
{{- if kindIs "map" $value }}
{{- include "sortie.leaves" (dict "prefix" (printf "%s." $path) "value" $value) }}
{{- else if not (kindIs "invalid" $value) }}
{{ $path }}
{{- end }}
{{- end }}
{{- end -}}

{{/* One line for each value that is set and does nothing: `key: not yet, because …`. */}}
{{- define "sortie.valuesWithoutEffect" -}}
{{- $reasons := dict -}}
{{- $known := .Files.Get "files/value-keys.yaml" | fromYaml -}}
{{- range $known.live -}}{{- $_ := set $reasons . "" -}}{{- end -}}
{{- range $group := $known.withoutEffect -}}
{{- range $group.keys -}}{{- $_ := set $reasons . (printf "not yet, because %s" $group.because) -}}{{- end -}}
{{- end -}}
{{- range $path := include "sortie.leaves" (dict "prefix" "" "value" (deepCopy .Values)) | splitList "\n" | compact -}}
{{- $reason := include "sortie.reasonOf" (dict "path" $path "reasons" $reasons) -}}
{{- if $reason }}
  {{ $path }}: {{ $reason }}
{{- end -}}
{{- end -}}
{{- include "sortie.foreignImages" . -}}
{{- end -}}

{{/* The reason of the longest known prefix of a path; empty for a value with an effect. */}}
{{- define "sortie.reasonOf" -}}
{{- $steps := splitList "." .path -}}
{{- $found := dict -}}
{{- range $length := untilStep (len $steps) 0 -1 -}}
{{- $prefix := slice $steps 0 $length | join "." -}}
{{- if and (not (hasKey $found "reason")) (hasKey $.reasons $prefix) -}}
{{- $_ := set $found "reason" (get $.reasons $prefix) -}}
{{- end -}}
{{- end -}}
{{- if hasKey $found "reason" -}}{{ $found.reason }}{{- else -}}not yet, because this chart does not know the value (a typing error?){{- end -}}
{{- end -}}

{{- define "sortie.foreignImages" -}}
{{- range $name := list "operator" "kubescape" "storage" -}}
{{- $image := (get $.Values $name).image | default dict -}}
{{- if include "sortie.isForeignImage" ($image.repository | default "") }}
  {{ $name }}.image.repository: not yet, because {{ $image.repository }} is an image of Kubescape's; Sortie's own runs instead
{{- end -}}
{{- end -}}
{{- end -}}

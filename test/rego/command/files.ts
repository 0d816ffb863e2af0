/** Policies and data that the command line is tried on, by file name. */
export const files: Readonly<Record<string, string>> = {
  "pods.rego": `package pods

# What a pod must not do.

default allow := false

allow if count(deny) == 0

deny contains message if {
	some container in input.spec.containers
	container.securityContext.privileged == true
	message := sprintf("%s is privileged", [container.name])
}

deny contains "no owner" if {
	not input.metadata.labels.owner
}

images[name] := container.image if {
	some container in input.spec.containers
	name := container.name
}

port(container) := container.ports[0].containerPort

level := "high" if {
	count(deny) > 1
} else := "low" if {
	count(deny) == 1
} else := "none"

twice := 1 if input.metadata

twice := 2 if input.spec
`,
  "pods_test.rego": `package pods_test

import data.pods

pod := {"metadata": {"labels": {"owner": "a"}}, "spec": {"containers": [{"name": "c", "image": "i:1"}]}}

test_allowed if pods.allow with input as pod

test_owner if {
	print("checking", pod.metadata)
	"no owner" in pods.deny with input as {}
}

test_wrong if {
	x := pods.level with input as pod
	x == "high"
}

test_same if true

test_same if false

todo_test_later if false

test_error if pods.twice with input as pod

test_text := "yes"

test_cases[c.note] if {
	some c in [{"note": "one", "in": 1, "out": 2}, {"note": "two", "in": 2, "out": 5}]
	c.in * 2 == c.out
}
`,
  "good_test.rego": `package good_test

import data.pods

test_deny if {
	count(pods.deny) == 1 with input as {"spec": {"containers": []}}
}

test_images if {
	pods.images == {"a": "b"} with input as {"spec": {"containers": [{"name": "a", "image": "b"}]}}
}
`,
  "pod.json": JSON.stringify({
    metadata: { name: "a" },
    spec: {
      containers: [
        { name: "x", image: "x:1", securityContext: { privileged: true }, ports: [{ containerPort: 80 }] },
        { name: "y<&>", image: "y:2" },
      ],
    },
  }),
  "zero.json": '{"zero": 0}',
  "pod.yaml": "metadata:\n  name: a\n  labels: {owner: yes}\nspec:\n  containers: []\n",
  "roles.json":
    '{"roles": [{"name": "admin", "rank": 1.50, "big": 12345678901234567890}, {"name": "user", "rank": 2}]}',
  "more.yaml": "limits:\n  cpu: 0.5\n  mode: 0644\n  on: yes\nempty: null\n",
  "clash.json": '{"roles": 1}',
  "taken.json": '{"pods": {"deny": [1]}}',
  "folder/deeper/data.json": '{"k": "v"}',
  "folder/deeper/other.json": '{"o": 1}',
  "folder/policy.rego": "package folder\n\nk := data.deeper.k\n",
  "folder/.hidden.json": '{"h": true}',
  "unsafe.rego": "package unsafe\n\nallow if {\n\tx > 1\n}\n\ndeny if y\n",
  "unread.rego": "package unread\n\nallow if {\n\tinput.x ==\n}\n",
  "recursive.rego": "package recursive\n\na := b\n\nb := a\n",
  "unknown.rego": 'package unknown\n\na := nope("x")\n\nb := count(1, 2, 3)\n',
  "v0.rego": 'package old\n\nallow {\n\tinput.x == 1\n}\n\ndeny[msg] {\n\tmsg := "no"\n}\n',
  "old.rego": "package old\n\nallow {\n\tinput.x == 1\n}\n",
  "sloppy.rego": "package sloppy\n\nimport data.pods\n\na(x) := 1 if {\n\ty := 1\n}\n",
  "shadow.rego": "package shadow\n\na if {\n\tx := 1\n\tx := 2\n}\n",
  "types.rego": `package types

call if abs("x") == 1

left if [1, 2] == {"a": "b"}

same_kind if {"a": 1} == {"b": 2}

member if "a" in [1, 2]

key if {
	x := {"a": 1, "c": 2}
	x.b
}

part if {
	x := [1, 2]
	x.a[input.b]
}

value if {
	x := 1
	x.foo.bar
}

document if data.other[3]

item if {
	some i
	i = "x"
	[1, 2, 3][i]
}

f(x, y) := x if y

function if f

unknown if {
	some x in input.xs
	sprintf("%v", x) == ["a"]
}
`,
  "calls.rego":
    'package calls\n\na if count(input.x, 1, {"b": [2]})\n\nb if f(1, 2) with f as count\n\nf(x, y) := x if y\n',
  "unread_metadata.rego": "package unread\n\n# METADATA\n\nallow if {\n\tinput.x ==\n}\n",
  "objects.rego": 'package objects\n\nsame[k] := v if {\n\tsome v in [1, 2]\n\tk := "a"\n}\n\nf(x) := 1\n\nf(x) := 2\n',
  "head.rego": 'package head\n\nread contains json.unmarshal(text) if some text in ["{1}"]\n',
  "numbers.rego": 'package numbers\n\nbad := to_number("a")\n\nzero := 1 / input.zero\n\nfine := to_number("1e3")\n',
};

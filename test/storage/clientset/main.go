// Command clientset judges storage with the public Go types and clients that Kubescape's components are built with.
//
//	clientset exercise KUBECONFIG NAMESPACE         the typed clientset in protobuf: every verb of every kind
//	clientset informers KUBECONFIG NAMESPACE        client-go's dynamic and metadata informers
//	clientset typed KUBECONFIG NAMESPACE            the typed clientset's own informers in protobuf, step by step
//	clientset flows KUBECONFIG NAMESPACE            what Kubescape's components do with several requests in a row
//	clientset schemas KUBECONFIG NAMESPACE          OpenAPI documents, and whether objects are what these say
//	clientset fuzz KUBECONFIG NAMESPACE SEED COUNT  so many random objects of every kind, in every encoding
//	clientset objects KUBECONFIG NAMESPACE          judges nothing: objects of every kind, as clients send them
//
// Findings are JSON lines on standard output; none means that everything is as it should be.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// commands by name, with what follows the name of each.
var commands = map[string]struct {
	arguments string
	run       func(config *rest.Config, namespace string, further []string) error
}{
	"exercise":  {"KUBECONFIG NAMESPACE", func(config *rest.Config, namespace string, _ []string) error { return exercise(config, namespace) }},
	"informers": {"KUBECONFIG NAMESPACE", func(config *rest.Config, namespace string, _ []string) error { return informers(config, namespace) }},
	"typed":     {"KUBECONFIG NAMESPACE", func(config *rest.Config, namespace string, _ []string) error { return typed(config, namespace) }},
	"flows":     {"KUBECONFIG NAMESPACE", func(config *rest.Config, namespace string, _ []string) error { return flows(config, namespace) }},
	"schemas":   {"KUBECONFIG NAMESPACE", func(config *rest.Config, namespace string, _ []string) error { return schemas(config, namespace) }},
	"fuzz":      {"KUBECONFIG NAMESPACE SEED COUNT", fuzzed},
	"objects":   {"KUBECONFIG NAMESPACE", func(config *rest.Config, namespace string, _ []string) error { return objects(config, namespace) }},
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("which command?")
	}
	command, known := commands[args[0]]
	if wanted := len(strings.Fields(command.arguments)); !known || len(args) != 1+wanted {
		return fmt.Errorf("usage: clientset %s %s", args[0], command.arguments)
	}
	config, err := configOf(args[1])
	if err != nil {
		return err
	}
	// The limits of client-go are for clusters with other clients than this one.
	config.QPS = 1000
	config.Burst = 1000
	return command.run(config, args[2], args[3:])
}

// configOf reads a kubeconfig. client-go passes over a token where there is no TLS, as with a storage that is embedded.
func configOf(kubeconfig string) (*rest.Config, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	file, err := clientcmd.LoadFromFile(kubeconfig)
	if err != nil {
		return nil, err
	}
	if user := file.AuthInfos[file.Contexts[file.CurrentContext].AuthInfo]; user != nil && config.BearerToken == "" {
		config.BearerToken = user.Token
	}
	return config, nil
}

// protobufOnly is how Kubescape's components ask: nothing else is accepted.
func protobufOnly(config *rest.Config) *rest.Config {
	own := rest.CopyConfig(config)
	own.AcceptContentTypes = "application/vnd.kubernetes.protobuf"
	own.ContentType = "application/vnd.kubernetes.protobuf"
	return own
}

// finding is one thing that is not as it should be.
type finding struct {
	Kind    string `json:"kind"`
	Step    string `json:"step"`
	Problem string `json:"problem"`
}

func report(kind, step string, problem any) {
	// What kube-apiserver says of a server that does not answer stands beside the message.
	if err, ok := problem.(error); ok {
		if status := apierrors.APIStatus(nil); errors.As(err, &status) && status.Status().Details != nil {
			problem = fmt.Sprint(err, " ", jsonText(status.Status().Details.Causes))
		}
	}
	line, _ := json.Marshal(finding{Kind: kind, Step: step, Problem: fmt.Sprint(problem)})
	fmt.Println(string(line))
}

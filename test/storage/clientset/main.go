// Command clientset judges storage with the public Go types and clients that Kubescape's components are built with.
//
//	clientset exercise KUBECONFIG NAMESPACE    the typed clientset in protobuf: every verb of every kind
//	clientset informers KUBECONFIG NAMESPACE   client-go's dynamic and metadata informers
//	clientset flows KUBECONFIG NAMESPACE       what Kubescape's components do with several requests in a row
//
// Findings are JSON lines on standard output; none means that everything is as it should be.
package main

import (
	"encoding/json"
	"fmt"
	"os"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("usage: clientset exercise|informers|flows KUBECONFIG NAMESPACE")
	}
	config, err := configOf(args[1])
	if err != nil {
		return err
	}
	// The limits of client-go are for clusters with other clients than this one.
	config.QPS = 1000
	config.Burst = 1000
	switch args[0] {
	case "exercise":
		return exercise(config, args[2])
	case "informers":
		return informers(config, args[2])
	case "flows":
		return flows(config, args[2])
	}
	return fmt.Errorf("there is no command %q", args[0])
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
	line, _ := json.Marshal(finding{Kind: kind, Step: step, Problem: fmt.Sprint(problem)})
	fmt.Println(string(line))
}

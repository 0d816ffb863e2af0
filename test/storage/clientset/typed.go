package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/kubescape/storage/pkg/generated/clientset/versioned"
	"github.com/kubescape/storage/pkg/generated/informers/externalversions"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
)

// follower follows every kind of the clientset with its generated informers in protobuf: of all namespaces, and of one.
type follower struct {
	subjects []subject
	seen     *events
	stores   map[string]cache.Store
	// key of an object that is kept, in the stores of informers.
	key func(subject subject, name string) string
}

// typed follows what happens and takes steps from standard input, a word a line, so that whoever gives them can stop
// storage in between. What a step finds is told before its word is repeated.
func typed(config *rest.Config, namespace string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	follower, err := follow(ctx, config, namespace)
	if err != nil {
		return err
	}
	steps := map[string]func(context.Context, subject){
		"come-and-go": follower.comeAndGo,
		"keep":        follower.keep,
		"still-kept":  follower.stillKept,
		"gone":        follower.gone,
	}
	done("synced")
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		step, known := steps[lines.Text()]
		if !known {
			return fmt.Errorf("there is no step %q", lines.Text())
		}
		for _, subject := range follower.subjects {
			step(ctx, subject)
		}
		done(lines.Text())
	}
	return lines.Err()
}

func done(step string) {
	line, _ := json.Marshal(map[string]string{"done": step})
	fmt.Println(string(line))
}

func follow(ctx context.Context, config *rest.Config, namespace string) (*follower, error) {
	subjects, err := subjectsOf(config, namespace)
	if err != nil {
		return nil, err
	}
	clients, err := versioned.NewForConfig(protobufOnly(config))
	if err != nil {
		return nil, err
	}
	result := &follower{subjects: subjects, seen: newEvents(), stores: map[string]cache.Store{}, key: func(subject subject, name string) string {
		if subject.isNamespaced {
			return namespace + "/" + name
		}
		return name
	}}
	everywhere := externalversions.NewSharedInformerFactory(clients, 0)
	inNamespace := externalversions.NewSharedInformerFactoryWithOptions(clients, 0, externalversions.WithNamespace(namespace))
	for _, subject := range subjects {
		if err := result.add("everywhere", everywhere, subject); err != nil {
			return nil, err
		}
		if subject.isNamespaced {
			if err := result.add("in the namespace", inNamespace, subject); err != nil {
				return nil, err
			}
		}
	}
	for _, factory := range []externalversions.SharedInformerFactory{everywhere, inNamespace} {
		factory.Start(ctx.Done())
		for kind, synced := range factory.WaitForCacheSync(ctx.Done()) {
			if !synced {
				return nil, fmt.Errorf("%s has not synced", kind)
			}
		}
	}
	return result, nil
}

func (f *follower) add(scope string, factory externalversions.SharedInformerFactory, subject subject) error {
	at := schema.GroupVersionResource{Group: group, Version: version, Resource: subject.resource}
	informer, err := factory.ForResource(at)
	if err != nil {
		return err
	}
	f.seen.follow(scope, at, informer.Informer())
	f.stores[scope+subject.resource] = informer.Informer().GetStore()
	return nil
}

// each calls back for every informer that follows a kind.
func (f *follower) each(subject subject, judge func(scope string, at schema.GroupVersionResource, store cache.Store) error) {
	at := schema.GroupVersionResource{Group: group, Version: version, Resource: subject.resource}
	for _, scope := range []string{"everywhere", "in the namespace"} {
		store, follows := f.stores[scope+subject.resource]
		if !follows {
			continue
		}
		if err := judge(scope, at, store); err != nil {
			report(subject.resource, scope, err)
		}
	}
}

// comeAndGo makes an object, changes it and deletes it; informers tell each once and in order.
func (f *follower) comeAndGo(ctx context.Context, subject subject) {
	if err := subject.comeAndGo(ctx, "followed"); err != nil {
		report(subject.resource, "come and go", err)
		return
	}
	f.each(subject, func(scope string, at schema.GroupVersionResource, _ cache.Store) error {
		defer f.seen.forget(scope, at, "followed")
		return f.seen.waitFor(scope, at, "followed", []string{"added", "changed", "deleted"})
	})
}

// keep makes an object that stays.
func (f *follower) keep(ctx context.Context, subject subject) {
	if err := subject.make(ctx, "kept"); err != nil {
		report(subject.resource, "keep", err)
		return
	}
	f.each(subject, func(scope string, at schema.GroupVersionResource, _ cache.Store) error {
		return f.seen.waitFor(scope, at, "kept", []string{"added"})
	})
}

// stillKept looks whether informers have it, and have told nothing else of it.
func (f *follower) stillKept(_ context.Context, subject subject) {
	f.each(subject, func(scope string, at schema.GroupVersionResource, store cache.Store) error {
		if _, exists, err := store.GetByKey(f.key(subject, "kept")); err != nil || !exists {
			return fmt.Errorf("what was kept is not in the store (%v)", err)
		}
		return f.seen.waitFor(scope, at, "kept", []string{"added"})
	})
}

// gone waits until informers have found out that it is not there any more.
func (f *follower) gone(_ context.Context, subject subject) {
	f.each(subject, func(scope string, at schema.GroupVersionResource, store cache.Store) error {
		if err := f.seen.waitFor(scope, at, "kept", []string{"added", "deleted"}); err != nil {
			return err
		}
		if _, exists, err := store.GetByKey(f.key(subject, "kept")); err != nil || exists {
			return fmt.Errorf("what is gone is in the store (%v)", err)
		}
		return nil
	})
}

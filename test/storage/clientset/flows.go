package main

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/kubescape/storage/pkg/apis/softwarecomposition/v1beta1"
	"github.com/kubescape/storage/pkg/generated/clientset/versioned"
	spdx "github.com/kubescape/storage/pkg/generated/clientset/versioned/typed/softwarecomposition/v1beta1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/pager"
	retrying "k8s.io/client-go/tools/watch"
	"k8s.io/client-go/util/retry"
)

const (
	statusKey   = "kubescape.io/status"
	nodeKey     = "kubescape.io/node-name"
	writers     = 8
	writesEach  = 5
	pagedInAll  = 7
	pagedAtOnce = 2
)

// flows does what Kubescape's components do with several requests in a row, with the same client.
func flows(config *rest.Config, namespace string) error {
	clients, err := versioned.NewForConfig(protobufOnly(config))
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	v1beta1 := clients.SpdxV1beta1()
	for name, flow := range map[string]func() error{
		"a node agent takes the SBOM of an image for itself": func() error { return nodeAgent(ctx, v1beta1.SBOMSyfts(namespace)) },
		"kubevuln writes a manifest that is there":           func() error { return kubevuln(ctx, v1beta1.VulnerabilityManifests(namespace)) },
		"scanners write one summary at once":                 func() error { return scanners(ctx, v1beta1.WorkloadConfigurationScanSummaries(namespace)) },
		"the operator follows SBOMs from the beginning":      func() error { return operator(ctx, v1beta1.SBOMSyftFiltereds(namespace)) },
		"a list comes page by page in full":                  func() error { return pages(ctx, v1beta1.WorkloadConfigurationScans(namespace)) },
		"a watch goes on where it was broken off":            func() error { return retryWatch(ctx, v1beta1.VulnerabilityManifestSummaries(namespace)) },
	} {
		if err := flow(); err != nil {
			report("flow", name, err)
		}
	}
	return nil
}

// nodeAgent makes a placeholder, which only one node can; the other one looks who has it.
func nodeAgent(ctx context.Context, clients spdx.SBOMSyftInterface) error {
	placeholder := func(node string) *v1beta1.SBOMSyft {
		annotations := map[string]string{statusKey: "initializing", nodeKey: node}
		return &v1beta1.SBOMSyft{ObjectMeta: metav1.ObjectMeta{Name: "nginx-a3ac8c", Annotations: annotations}}
	}
	mine, err := clients.Create(ctx, placeholder("one"), metav1.CreateOptions{})
	if err != nil {
		return err
	}
	if mine.UID == "" || mine.ResourceVersion == "" || mine.CreationTimestamp.IsZero() || mine.Annotations[nodeKey] != "one" {
		return fmt.Errorf("the placeholder comes back as %s", jsonText(mine.ObjectMeta))
	}
	if _, err := clients.Create(ctx, placeholder("two"), metav1.CreateOptions{}); !apierrors.IsAlreadyExists(err) {
		return fmt.Errorf("a second placeholder: %v", err)
	}
	theirs, err := clients.Get(ctx, "nginx-a3ac8c", metav1.GetOptions{ResourceVersion: "metadata"})
	if err != nil || theirs.Annotations[nodeKey] != "one" {
		return fmt.Errorf("who has it: %v %v", theirs, err)
	}
	mine.Spec = filled[*v1beta1.SBOMSyft]("x", 0).Spec
	mine.Annotations[statusKey] = "ready"
	delete(mine.Annotations, nodeKey)
	done, err := clients.Update(ctx, mine, metav1.UpdateOptions{})
	if err != nil {
		return err
	}
	patch := fmt.Appendf(nil, `{"metadata":{"annotations":{%q:"incomplete",%q:null}}}`, statusKey, nodeKey)
	patched, err := clients.Patch(ctx, "nginx-a3ac8c", types.MergePatchType, patch, metav1.PatchOptions{})
	if err != nil {
		return err
	}
	if patched.Annotations[statusKey] != "incomplete" || patched.ResourceVersion == done.ResourceVersion {
		return fmt.Errorf("the patch comes back as %s", jsonText(patched.ObjectMeta))
	}
	return nil
}

// kubevuln reads no more than the metadata of what it replaces.
func kubevuln(ctx context.Context, clients spdx.VulnerabilityManifestInterface) error {
	if _, err := clients.Create(ctx, &v1beta1.VulnerabilityManifest{ObjectMeta: metav1.ObjectMeta{Name: "nginx"}}, metav1.CreateOptions{}); err != nil {
		return err
	}
	wanted := filled[*v1beta1.VulnerabilityManifest]("nginx", 0)
	_, err := clients.Create(ctx, wanted, metav1.CreateOptions{})
	if !apierrors.IsAlreadyExists(err) {
		return fmt.Errorf("it is there: %v", err)
	}
	err = retry.RetryOnConflict(retry.DefaultRetry, func() error {
		current, err := clients.Get(ctx, "nginx", metav1.GetOptions{ResourceVersion: "metadata"})
		if err != nil {
			return err
		}
		current.Spec = wanted.Spec
		_, err = clients.Update(ctx, current, metav1.UpdateOptions{})
		return err
	})
	if err != nil {
		return err
	}
	got, err := clients.Get(ctx, "nginx", metav1.GetOptions{})
	if err != nil {
		return err
	}
	return sameBody(&v1beta1.VulnerabilityManifest{Spec: wanted.Spec, Status: got.Status}, got)
}

// scanners count in one object; every conflict is read again, and nothing is lost.
func scanners(ctx context.Context, clients spdx.WorkloadConfigurationScanSummaryInterface) error {
	if _, err := clients.Create(ctx, &v1beta1.WorkloadConfigurationScanSummary{ObjectMeta: metav1.ObjectMeta{Name: "shared"}}, metav1.CreateOptions{}); err != nil {
		return err
	}
	failures := make(chan error, writers)
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			for range writesEach {
				failures <- retry.RetryOnConflict(retry.DefaultBackoff, func() error {
					current, err := clients.Get(ctx, "shared", metav1.GetOptions{})
					if err != nil {
						return err
					}
					current.Spec.Severities.High++
					_, err = clients.Update(ctx, current, metav1.UpdateOptions{})
					return err
				})
			}
		})
	}
	go func() { all.Wait(); close(failures) }()
	wanted := 0
	for err := range failures {
		if err == nil {
			wanted++
		} else if !apierrors.IsConflict(err) {
			return err
		}
	}
	got, err := clients.Get(ctx, "shared", metav1.GetOptions{})
	if err != nil {
		return err
	}
	if int(got.Spec.Severities.High) != wanted {
		return fmt.Errorf("%d writes were taken, %d are there", wanted, got.Spec.Severities.High)
	}
	return nil
}

// operator watches without saying from where: what there is comes first, then what happens. It deletes what may be gone.
func operator(ctx context.Context, clients spdx.SBOMSyftFilteredInterface) error {
	before := filled[*v1beta1.SBOMSyftFiltered]("before", 0)
	if _, err := clients.Create(ctx, before, metav1.CreateOptions{}); err != nil {
		return err
	}
	events, err := clients.Watch(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	defer events.Stop()
	seen, err := clients.Get(ctx, "before", metav1.GetOptions{ResourceVersion: "metadata"})
	if err != nil {
		return err
	}
	if err := next(events, watch.Added, seen); err != nil {
		return err
	}
	after, err := clients.Create(ctx, filled[*v1beta1.SBOMSyftFiltered]("after", 0), metav1.CreateOptions{})
	if err != nil {
		return err
	}
	if err := next(events, watch.Added, after); err != nil {
		return err
	}
	if err := clients.Delete(ctx, "none", metav1.DeleteOptions{}); !apierrors.IsNotFound(err) {
		return fmt.Errorf("a deletion of nothing: %v", err)
	}
	return nil
}

// pages reads with client-go's pager, which forgets the word for whole objects behind the first page.
func pages(ctx context.Context, clients spdx.WorkloadConfigurationScanInterface) error {
	for i := range pagedInAll {
		if _, err := clients.Create(ctx, filled[*v1beta1.WorkloadConfigurationScan](fmt.Sprint("paged-", i), 0), metav1.CreateOptions{}); err != nil {
			return err
		}
	}
	reading := pager.New(func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
		return clients.List(ctx, options)
	})
	reading.PageSize = pagedAtOnce
	seen := 0
	return withCount(&seen, pagedInAll, reading.EachListItem(ctx, metav1.ListOptions{ResourceVersion: "fullSpec"}, func(item runtime.Object) error {
		seen++
		if scan := item.(*v1beta1.WorkloadConfigurationScan); len(scan.Spec.Controls) == 0 {
			return fmt.Errorf("%s has no body", scan.Name)
		}
		return nil
	}))
}

func withCount(seen *int, wanted int, err error) error {
	if err == nil && *seen != wanted {
		return fmt.Errorf("%d items instead of %d", *seen, wanted)
	}
	return err
}

// retryWatch follows with what Argo CD follows: it begins at the version of a list, and again at that of the last event.
func retryWatch(ctx context.Context, clients spdx.VulnerabilityManifestSummaryInterface) error {
	list, err := clients.List(ctx, metav1.ListOptions{})
	if err != nil {
		return err
	}
	short := int64(1)
	source := &cache.ListWatch{WatchFuncWithContext: func(ctx context.Context, options metav1.ListOptions) (watch.Interface, error) {
		options.TimeoutSeconds = &short
		return clients.Watch(ctx, options)
	}}
	watcher, err := retrying.NewRetryWatcherWithContext(ctx, list.ResourceVersion, source)
	if err != nil {
		return err
	}
	defer watcher.Stop()
	for i := range 4 {
		name := fmt.Sprint("followed-", i)
		if _, err := clients.Create(ctx, filled[*v1beta1.VulnerabilityManifestSummary](name, 0), metav1.CreateOptions{}); err != nil {
			return err
		}
		select {
		case event := <-watcher.ResultChan():
			accessor, err := meta.Accessor(event.Object)
			if err != nil || event.Type != watch.Added || accessor.GetName() != name {
				return fmt.Errorf("%s %v instead of %s", event.Type, event.Object, name)
			}
		case <-time.After(patience):
			return fmt.Errorf("no event about %s", name)
		}
		// Longer than one watch lasts.
		time.Sleep(time.Duration(short) * 800 * time.Millisecond)
	}
	return nil
}

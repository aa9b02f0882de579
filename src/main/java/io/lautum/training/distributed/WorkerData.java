package io.lautum.training.distributed;

import io.lautum.data.image.Normalization;
import io.lautum.data.shard.BatchOrder;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.FirstImages;
import io.lautum.data.shard.LocalCopy;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import io.lautum.data.shard.StoredShard;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.experiment.random.RandomStream;
import io.lautum.network.engine.ImageBatch;
import io.lautum.network.input.ByteImages;
import io.lautum.network.step.ImageGroup;
import io.lautum.training.GroupSource;
import io.lautum.training.Minibatch;
import io.lautum.training.MinibatchImages;
import io.lautum.training.Targets;
import io.lautum.training.augmentation.Augmentation;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * One worker's shards, in local files, and its minibatches by number. Travels without the shards.
 */
public final class WorkerData implements Serializable {
  private final TrainingPlan plan;
  private final int worker;
  private final LocalCopy source;
  private final LocalCopy target;

  private WorkerData(TrainingPlan plan, int worker, LocalCopy source, LocalCopy target) {
    this.plan = plan;
    this.worker = worker;
    this.source = source;
    this.target = target;
  }

  static WorkerData read(TrainingPlan plan, int worker, Configuration hadoop) {
    LocalCopy source = copy(plan, worker, hadoop, FirstImages.of(plan.manifest()).set());
    LocalCopy target =
        plan.targetBatchSize() > 0 ? copy(plan, worker, hadoop, ShardSet.TARGET_UNLABELLED) : null;
    source.open();
    if (target != null) {
      target.open();
    }
    return new WorkerData(plan, worker, source, target);
  }

  private static LocalCopy copy(TrainingPlan plan, int worker, Configuration hadoop, ShardSet set) {
    List<Manifest.File> files = plan.manifest().files(set).subList(worker, worker + 1);
    return new LocalCopy(hadoop, new Path(plan.shards()), set, files);
  }

  int worker() {
    return worker;
  }

  TrainingPlan plan() {
    return plan;
  }

  /** Returns a new view of this worker's minibatches; it must not be shared between threads. */
  public Minibatches minibatches() {
    return new Minibatches();
  }

  /**
   * Creates minibatches. Each depends only on its number, not on minibatches created before.
   * Whitened vectors are those of the unaugmented target images, because the network's outputs
   * should inform about these. The batch orders' permutations and the normalisation are cached.
   */
  public final class Minibatches {
    private final Manifest manifest = plan.manifest();
    private final FirstImages first = FirstImages.of(manifest);
    private final StoredShard sources = source.open();
    private final StoredShard targets = target == null ? null : target.open();
    private final Augmentation augmentation =
        new Augmentation(plan.augmentation(), first.domain().shape(), 0);
    private final Augmentation strongAugmentation =
        new Augmentation(plan.strongAugmentation(), manifest.target().shape(), 0);
    private final boolean augments = !plan.augmentation().equals(AugmentationConfig.OFF);
    private final MinibatchImages images = new MinibatchImages(groups(), augmentation);

    private List<GroupSource> groups() {
      List<GroupSource> groups = new ArrayList<>();
      ByteImages images = images(sources, first.set(), first.domain());
      int[] trained = plan.division(worker, images.count()).training();
      long seed = RandomStream.SOURCE_ORDER.seed(plan.seed(), worker);
      groups.add(new GroupSource(new BatchOrder(trained, plan.batchSize(), seed), images));
      if (targets != null) {
        ByteImages second = images(targets, ShardSet.TARGET_UNLABELLED, manifest.target());
        for (ImageGroup group : targetGroups()) {
          groups.add(target(second, group));
        }
      }
      return groups;
    }

    private List<ImageGroup> targetGroups() {
      List<ImageGroup> groups = plan.network().groups();
      return groups.subList(1, groups.size());
    }

    /** All groups of target images have the same order, so that they have the same images. */
    private GroupSource target(ByteImages images, ImageGroup group) {
      long seed = RandomStream.TARGET_ORDER.seed(plan.seed(), worker);
      BatchOrder order = new BatchOrder(images.count(), group.rows(), seed);
      return group.role().equals(ImageGroup.UNLABELLED)
          ? new GroupSource(order, images)
          : new GroupSource(order, images, Optional.of(strongAugmentation));
    }

    /** The checksum identifies the images, so that a shard that was read again is the same set. */
    private ByteImages images(StoredShard shard, ShardSet set, DatasetSummary domain) {
      Normalization.Table normalization = domain.normalization().table(domain.shape());
      String checksum = manifest.files(set).get(worker).sha256();
      return new ByteImages(
          List.of(
              checksum,
              Arrays.hashCode(domain.normalization().mean()),
              Arrays.hashCode(domain.normalization().std())),
          shard.images(),
          normalization);
    }

    /** Returns one minibatch, numbered from 0. */
    public Minibatch get(long iteration) {
      augmentation.restart(RandomStream.WORKER_AUGMENTATION.seed(plan.seed(), worker, iteration));
      strongAugmentation.restart(
          RandomStream.WORKER_STRONG_AUGMENTATION.seed(plan.seed(), worker, iteration));
      ImageBatch batch = images.images(iteration, augments);
      if (targets == null) {
        return Minibatch.labelled(batch, classes(iteration));
      }
      double[] whitened = whitened(images.positions(1, iteration));
      List<double[]> extras =
          plan.network().terms().stream()
              .map(term -> term.usesWhitened() ? whitened : new double[0])
              .toList();
      return new Minibatch(batch, classes(iteration), extras);
    }

    /** Returns the labels, which count nothing without a source. */
    private Targets classes(long iteration) {
      int classes = first.domain().classes().size();
      int[] positions = images.positions(0, iteration);
      return first.areLabelled()
          ? Targets.of(Arrays.stream(positions).map(sources::label).toArray(), classes)
              .smoothed(plan.labelSmoothing())
          : Targets.none(positions.length, classes);
    }

    /** Returns the whitened target images, one row per image. */
    private double[] whitened(int[] batch) {
      int components = manifest.whitening().components();
      double[] values = new double[batch.length * components];
      for (int i = 0; i < batch.length; i++) {
        float[] image = targets.whitened(batch[i]);
        for (int c = 0; c < components; c++) {
          values[i * components + c] = image[c];
        }
      }
      return values;
    }
  }
}

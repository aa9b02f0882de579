package io.lautum.training.distributed;

import io.lautum.data.image.Normalization;
import io.lautum.data.shard.BatchOrder;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.experiment.random.RandomStream;
import io.lautum.network.engine.ImageBatch;
import io.lautum.network.input.ByteImages;
import io.lautum.training.GroupSource;
import io.lautum.training.Minibatch;
import io.lautum.training.MinibatchImages;
import io.lautum.training.Targets;
import io.lautum.training.augmentation.Augmentation;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** One worker's shards in memory, and its minibatches by number. */
public final class WorkerData implements Serializable {
  private final TrainingPlan plan;
  private final int worker;
  private final Shard source;
  private final Shard target;

  private WorkerData(TrainingPlan plan, int worker, Shard source, Shard target) {
    this.plan = plan;
    this.worker = worker;
    this.source = source;
    this.target = target;
  }

  static WorkerData read(TrainingPlan plan, int worker, Configuration hadoop) throws IOException {
    ShardReader reader = new ShardReader(hadoop, new Path(plan.shards()));
    Manifest manifest = plan.manifest();
    Shard source =
        reader.read(ShardSet.SOURCE_TRAIN, manifest.files(ShardSet.SOURCE_TRAIN).get(worker));
    Shard target =
        plan.targetBatchSize() > 0
            ? reader.read(
                ShardSet.TARGET_UNLABELLED, manifest.files(ShardSet.TARGET_UNLABELLED).get(worker))
            : null;
    return new WorkerData(plan, worker, source, target);
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
    private final Augmentation augmentation =
        new Augmentation(plan.augmentation(), manifest.source().shape(), 0);
    private final boolean augments = !plan.augmentation().equals(AugmentationConfig.OFF);
    private final MinibatchImages images = new MinibatchImages(groups(), augmentation);

    private List<GroupSource> groups() {
      List<GroupSource> groups = new ArrayList<>();
      ByteImages sources = images(source, ShardSet.SOURCE_TRAIN, manifest.source());
      groups.add(group(sources, plan.batchSize(), RandomStream.SOURCE_ORDER));
      if (target != null) {
        ByteImages targets = images(target, ShardSet.TARGET_UNLABELLED, manifest.target());
        groups.add(group(targets, plan.targetBatchSize(), RandomStream.TARGET_ORDER));
      }
      return groups;
    }

    private GroupSource group(ByteImages images, int batchSize, RandomStream stream) {
      long seed = stream.seed(plan.seed(), worker);
      return new GroupSource(new BatchOrder(images.count(), batchSize, seed), images);
    }

    /** The checksum identifies the images, so that a shard that was read again is the same set. */
    private ByteImages images(Shard shard, ShardSet set, Manifest.Domain domain) {
      Normalization.Table normalization = domain.normalization().table(domain.shape());
      String checksum = manifest.files(set).get(worker).sha256();
      return new ByteImages(
          List.of(checksum, Arrays.hashCode(normalization.levels())),
          shard.pixels(),
          normalization);
    }

    /** Returns one minibatch, numbered from 0. */
    public Minibatch get(long iteration) {
      int[] sources = images.positions(0, iteration);
      int[] labels = new int[sources.length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = source.labels()[sources[i]];
      }
      augmentation.restart(RandomStream.WORKER_AUGMENTATION.seed(plan.seed(), worker, iteration));
      ImageBatch batch = images.images(iteration, augments);
      if (target == null) {
        return Minibatch.labelled(batch, targets(labels));
      }
      double[] whitened = whitened(images.positions(1, iteration));
      List<double[]> extras =
          plan.network().terms().stream()
              .map(term -> term.usesWhitened() ? whitened : new double[0])
              .toList();
      return new Minibatch(batch, targets(labels), extras);
    }

    private Targets targets(int[] labels) {
      return Targets.of(labels, manifest.source().classes().size());
    }

    /** Returns the whitened target images, one row per image. */
    private double[] whitened(int[] batch) {
      int components = manifest.whitening().components();
      double[] values = new double[batch.length * components];
      for (int i = 0; i < batch.length; i++) {
        float[] image = target.whitened()[batch[i]];
        for (int c = 0; c < components; c++) {
          values[i * components + c] = image[c];
        }
      }
      return values;
    }
  }
}

package io.lautum.distributed;

import io.lautum.augmentation.Augmentation;
import io.lautum.config.AugmentationConfig;
import io.lautum.data.RandomStream;
import io.lautum.execution.Minibatch;
import io.lautum.shard.BatchOrder;
import io.lautum.shard.Manifest;
import io.lautum.shard.Normalization;
import io.lautum.shard.Shard;
import io.lautum.shard.ShardReader;
import io.lautum.shard.ShardSet;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** One worker's shards in memory, and its minibatches by number. */
final class WorkerData implements Serializable {
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
        plan.usesTarget()
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

  /** The minibatches of this worker, a view that is not shared between threads. */
  Minibatches minibatches() {
    return new Minibatches();
  }

  /**
   * Makes minibatches: each depends on its number alone, not on those made before. Whitened images
   * are of the target images as they are, whatever augmentation makes of those that the network
   * sees: they are what its outputs should tell about. The batch orders' permutations and the
   * normalisation are kept at hand.
   */
  final class Minibatches {
    private final BatchOrder sourceOrder = order(source, RandomStream.SOURCE_ORDER);
    private final BatchOrder targetOrder =
        target == null ? null : order(target, RandomStream.TARGET_ORDER);
    private final Manifest manifest = plan.manifest();
    private final Normalization.Table sourceTable = table(manifest.source());
    private final Normalization.Table targetTable = table(manifest.target());
    private final Augmentation augmentation =
        new Augmentation(plan.augmentation(), manifest.source().shape(), 0);
    private final float[] unchanged = new float[manifest.source().shape().size()];

    private static Normalization.Table table(Manifest.Domain domain) {
      return domain.normalization().table(domain.shape());
    }

    private BatchOrder order(Shard shard, RandomStream stream) {
      long seed = stream.seed(plan.seed(), worker);
      return new BatchOrder(shard.size(), plan.batchSize(), seed);
    }

    /** The minibatch of a number, from 0. */
    Minibatch get(long iteration) {
      int[] sources = sourceOrder.batch(iteration);
      int[] labels = new int[sources.length];
      for (int i = 0; i < labels.length; i++) {
        labels[i] = source.labels()[sources[i]];
      }
      int size = unchanged.length;
      augmentation.restart(RandomStream.WORKER_AUGMENTATION.seed(plan.seed(), worker, iteration));
      if (target == null) {
        float[] images = new float[sources.length * size];
        fill(source, sources, sourceTable, images, 0);
        return Minibatch.labelled(images, labels);
      }
      int[] targets = targetOrder.batch(iteration);
      float[] images = new float[2 * sources.length * size];
      fill(source, sources, sourceTable, images, 0);
      fill(target, targets, targetTable, images, sources.length * size);
      return new Minibatch(images, labels, whitened(targets));
    }

    /** Normalised and augmented images of a batch, from {@code at} on. */
    private void fill(Shard shard, int[] batch, Normalization.Table table, float[] images, int at) {
      boolean changes = !plan.augmentation().equals(AugmentationConfig.OFF);
      int offset = at;
      for (int position : batch) {
        byte[] pixels = shard.pixels()[position];
        if (changes) {
          table.apply(pixels, unchanged, 0);
          augmentation.apply(unchanged, images, offset);
        } else {
          table.apply(pixels, images, offset);
        }
        offset += unchanged.length;
      }
    }

    /** Zeros beside the source images, which are not whitened, then the target's. */
    private double[] whitened(int[] batch) {
      int components = manifest.whitening().components();
      double[] values = new double[2 * batch.length * components];
      for (int i = 0; i < batch.length; i++) {
        float[] image = target.whitened()[batch[i]];
        for (int c = 0; c < components; c++) {
          values[(batch.length + i) * components + c] = image[c];
        }
      }
      return values;
    }
  }
}

package io.lautum.distributed;

import io.lautum.data.ImageShape;
import io.lautum.data.Seeds;
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
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

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

  /** Makes minibatches, with the batch order's permutations and the normalisation at hand. */
  final class Minibatches {
    private final BatchOrder sourceOrder = order(source, 0);
    private final BatchOrder targetOrder = target == null ? null : order(target, 1);
    private final Manifest manifest = plan.manifest();
    private final Normalization.Table sourceTable = table(manifest.source());
    private final Normalization.Table targetTable = table(manifest.target());

    private static Normalization.Table table(Manifest.Domain domain) {
      return domain.normalization().table(domain.shape());
    }

    private BatchOrder order(Shard shard, int stream) {
      long seed = Seeds.derive(plan.seed(), worker, stream);
      return new BatchOrder(shard.size(), plan.batchSize(), seed);
    }

    /** Source images and one-hot labels; with a target, its images and whitened images too. */
    MultiDataSet get(long iteration) {
      int[] sources = sourceOrder.batch(iteration);
      INDArray images = images(source, sources, sourceTable);
      INDArray labels = oneHot(sources);
      if (target == null) {
        return new MultiDataSet(images, labels);
      }
      int[] targets = targetOrder.batch(iteration);
      return new MultiDataSet(
          new INDArray[] {images, images(target, targets, targetTable)},
          new INDArray[] {labels, whitened(targets)});
    }

    private INDArray images(Shard shard, int[] batch, Normalization.Table table) {
      ImageShape shape = manifest.source().shape();
      float[] values = new float[batch.length * shape.size()];
      for (int i = 0; i < batch.length; i++) {
        table.apply(shard.pixels()[batch[i]], values, i * shape.size());
      }
      return Nd4j.create(
          values, new long[] {batch.length, shape.channels(), shape.height(), shape.width()}, 'c');
    }

    private INDArray oneHot(int[] batch) {
      int classes = manifest.source().classes().size();
      float[] values = new float[batch.length * classes];
      for (int i = 0; i < batch.length; i++) {
        values[i * classes + source.labels()[batch[i]]] = 1;
      }
      return Nd4j.create(values, new long[] {batch.length, classes}, 'c');
    }

    private INDArray whitened(int[] batch) {
      int components = manifest.whitening().components();
      float[] values = new float[batch.length * components];
      for (int i = 0; i < batch.length; i++) {
        System.arraycopy(target.whitened()[batch[i]], 0, values, i * components, components);
      }
      return Nd4j.create(values, new long[] {batch.length, components}, 'c');
    }
  }
}

package io.lautum.evaluation.unlabelled;

import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardBatches;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.spec.NetworkGraph;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/** Passes over the unlabelled shards on executors, one task per shard, batch by batch. */
final class UnlabelledShardsJob implements AutoCloseable {
  private final JavaSparkContext spark;
  private final Manifest manifest;
  private final Broadcast<Context> context;

  /**
   * What the tasks share.
   *
   * @param folder folder of the manifest
   * @param batch images per forward pass
   * @param engine value of {@code network.engine}
   */
  private record Context(
      SerializableConfiguration hadoop,
      String folder,
      TrainedModel model,
      DatasetSummary target,
      int batch,
      String engine)
      implements Serializable {

    ShardBatches batches(Manifest.File file) throws IOException {
      return new ShardReader(hadoop.value(), new Path(folder))
          .batches(ShardSet.TARGET_UNLABELLED, file, batch);
    }

    Predictor predictor() {
      return new Predictor(model, target.normalization(), batch, engine);
    }
  }

  /**
   * @param shards folder of the manifest
   * @param batch images per forward pass
   * @param engine value of {@code network.engine}
   */
  UnlabelledShardsJob(
      JavaSparkContext spark,
      Manifest manifest,
      Path shards,
      TrainedModel model,
      int batch,
      String engine) {
    this.spark = spark;
    this.manifest = manifest;
    context =
        spark.broadcast(
            new Context(
                new SerializableConfiguration(spark.hadoopConfiguration()),
                shards.toString(),
                model,
                manifest.target(),
                batch,
                engine));
  }

  /** The computation for one batch. */
  private interface BatchFunction<T> extends Serializable {
    void accept(Shard batch, Context context, Predictor predictor, Consumer<T> results);
  }

  /**
   * Applies a function to each batch.
   *
   * @param predicts whether the function uses the model; otherwise it gets null
   */
  private <T> JavaRDD<T> pass(boolean predicts, BatchFunction<T> function) {
    List<Manifest.File> files = manifest.files(ShardSet.TARGET_UNLABELLED);
    // A local variable, so that the job is not sent to executors.
    Broadcast<Context> sent = context;
    return spark
        .parallelize(files, Math.max(1, files.size()))
        .flatMap(
            file -> {
              ShardBatches batches = sent.value().batches(file);
              closeAtEnd(batches);
              Predictor predictor = predicts ? sent.value().predictor() : null;
              if (predicts) {
                closeAtEnd(predictor::close);
              }
              return StreamSupport.stream(
                      Spliterators.spliteratorUnknownSize(batches, Spliterator.ORDERED), false)
                  .<T>mapMulti(
                      (batch, results) -> function.accept(batch, sent.value(), predictor, results))
                  .iterator();
            });
  }

  /** Closes at the end of the task, which reads the results after the function has returned. */
  private static void closeAtEnd(Closeable resource) {
    TaskCompletionListener close =
        context -> {
          try {
            resource.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    TaskContext.get().addTaskCompletionListener(close);
  }

  /** Returns the model's output for all images. */
  JavaRDD<ScoredImage> scores() {
    return pass(true, (batch, shared, predictor, results) -> score(batch, predictor, results));
  }

  private static void score(Shard batch, Predictor predictor, Consumer<ScoredImage> results) {
    predictor.probabilities(
        batch.pixels(),
        (first, rows) -> {
          for (int i = 0; i < rows.length; i++) {
            int at = first + i;
            results.accept(new ScoredImage(batch.ids()[at], batch.name(at), rows[i]));
          }
        });
  }

  /**
   * One image's features or picture.
   *
   * @param features empty for a picture
   * @param png empty for features
   */
  record Detail(long id, float[] features, byte[] png) implements Serializable {}

  /** Returns the last hidden layer's outputs for some images. */
  List<Detail> features(Set<Long> ids) {
    return this.<Detail>pass(
            true,
            (batch, shared, predictor, results) ->
                addFeatures(batch, positions(batch, ids), predictor, results))
        .collect();
  }

  private static void addFeatures(
      Shard batch, List<Integer> wanted, Predictor predictor, Consumer<Detail> results) {
    byte[][] pixels = wanted.stream().map(i -> batch.pixels()[i]).toArray(byte[][]::new);
    predictor.outputs(
        pixels,
        NetworkGraph.FEATURES,
        (first, rows) -> {
          for (int i = 0; i < rows.length; i++) {
            long id = batch.ids()[wanted.get(first + i)];
            results.accept(new Detail(id, rows[i], new byte[0]));
          }
        });
  }

  /** Returns small pictures of some images. */
  List<Detail> pictures(Set<Long> ids) {
    return this.<Detail>pass(
            false,
            (batch, shared, predictor, results) -> {
              for (int i : positions(batch, ids)) {
                byte[] png = Thumbnail.of(batch.pixels()[i], shared.target());
                results.accept(new Detail(batch.ids()[i], new float[0], png));
              }
            })
        .collect();
  }

  private static List<Integer> positions(Shard batch, Set<Long> ids) {
    List<Integer> positions = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      if (ids.contains(batch.ids()[i])) {
        positions.add(i);
      }
    }
    return positions;
  }

  @Override
  public void close() {
    context.destroy();
  }
}

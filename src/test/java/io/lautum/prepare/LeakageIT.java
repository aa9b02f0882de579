package io.lautum.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.FolderCopy;
import io.lautum.IdxFixture;
import io.lautum.LocalSpark;
import io.lautum.config.ExperimentConfig;
import io.lautum.data.RandomStream;
import io.lautum.evaluate.EvaluateJob;
import io.lautum.evaluation.Results;
import io.lautum.finetune.FinetuneJob;
import io.lautum.method.PreTransfer;
import io.lautum.method.TransferMethod;
import io.lautum.method.TransferMethods;
import io.lautum.model.TrainedModel;
import io.lautum.pipeline.ExperimentContext;
import io.lautum.pretrain.PretrainJob;
import io.lautum.shard.Manifest;
import io.lautum.shard.ShardSet;
import io.lautum.stage.ExistingResults;
import io.lautum.stage.StageRunner;
import io.lautum.storage.ArtefactMarker;
import io.lautum.storage.ExperimentDirectory;
import io.lautum.tune.SearchSpace;
import io.lautum.tune.Trial;
import io.lautum.tune.TuneStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That no label reaches a stage that must not know it. Shown by what comes out: bytes of shards and
 * bits of weights that stay the same while the labels in question change or are gone.
 */
class LeakageIT {
  private static final int LABELS = 6;
  private static final List<TransferMethod> METHODS =
      Stream.of("scratch", "standard", "lautum", "lautum+temporal-ensembling")
          .map(TransferMethods::named)
          .toList();

  @TempDir Path folder;
  private final IdxFixture target = new IdxFixture(150, 42, 2);

  /** An experiment of its own below {@code name} on the target as it is now. */
  private Prepared prepare(String name) throws IOException {
    return Prepared.run(folder.resolve(name), config(name));
  }

  private ExperimentConfig config(String name, String... overrides) throws IOException {
    Path work = folder.resolve(name);
    String[] small = {
      "network.architecture=mlp",
      "pretrain.epochs=1",
      "pretrain.batch-size=8",
      "pretrain.averaging-frequency=2",
      "pretrain.lautum.start-iteration=2",
      "finetune.steps=5",
      "labels=[%d]".formatted(LABELS),
      "draws=1"
    };
    return Prepared.idx(
        work,
        new IdxFixture(91, 47, 1).write(folder.resolve("source")),
        Files.exists(work.resolve("target"))
            ? work.resolve("target")
            : target.write(work.resolve("target")),
        Stream.concat(Arrays.stream(small), Arrays.stream(overrides)).toArray(String[]::new));
  }

  /** Moves every test label to the next class. */
  private void rotateTestLabels() {
    byte[] labels = target.testLabels();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) ((labels[i] + 1) % IdxFixture.CLASSES);
    }
  }

  @Test
  void targetTestLabelsAreInTargetTestShardsAlone() throws IOException {
    Prepared before = prepare("before");
    rotateTestLabels();
    Prepared after = prepare("after");
    assertThat(after.checksumsWithout(ShardSet.TARGET_TEST))
        .isEqualTo(before.checksumsWithout(ShardSet.TARGET_TEST));
    for (Manifest.File file : before.manifest().files(ShardSet.TARGET_TEST)) {
      assertThat(after.checksums().get(file.file())).isNotEqualTo(file.sha256());
    }
    assertThat(after.manifest())
        .usingRecursiveComparison()
        .ignoringFields("target.test", "shards")
        .isEqualTo(before.manifest());
  }

  @Test
  void unlabelledShardsHaveNoLabelColumn() throws IOException {
    Prepared prepared = prepare("prepared");
    for (Manifest.File file : prepared.manifest().shards()) {
      org.apache.hadoop.fs.Path path =
          new org.apache.hadoop.fs.Path(prepared.folder().resolve(file.file()).toUri());
      try (ParquetFileReader reader =
          ParquetFileReader.open(HadoopInputFile.fromPath(path, new Configuration()))) {
        Set<String> columns =
            reader.getFileMetaData().getSchema().getFields().stream()
                .map(Type::getName)
                .collect(Collectors.toSet());
        boolean unlabelled = file.file().startsWith("target-unlabelled/");
        assertThat(columns)
            .as(file.file())
            .isEqualTo(
                unlabelled ? Set.of("id", "pixels", "whitened") : Set.of("id", "label", "pixels"));
      }
    }
  }

  /**
   * The labelled pool is a share of each class, the examples with the lowest hashes, so the labels
   * of all training examples together decide who is in it. Nothing else may depend on the labels of
   * those who are not. Examples with higher hashes than all of the pool that swap their labels
   * leave the sizes of the classes, and so the pool, as they are; then everything has to stay.
   */
  @Test
  void labelsOfUnlabelledExamplesDecideThePoolAndNothingElse() throws IOException {
    Prepared before = prepare("before");
    long seed = RandomStream.LABELLED_POOL.seed(config("before").seed());
    long highest = 0;
    for (long id : before.all(ShardSet.TARGET_LABELLED).ids()) {
      long hash = HashRanks.hash(seed, id);
      highest = Long.compareUnsigned(hash, highest) > 0 ? hash : highest;
    }
    byte[] labels = target.trainLabels();
    int swapped = 0;
    int last = -1;
    for (int i = 0; i < labels.length; i++) {
      if (Long.compareUnsigned(HashRanks.hash(seed, i), highest) > 0) {
        if (last >= 0 && labels[i] != labels[last]) {
          byte label = labels[i];
          labels[i] = labels[last];
          labels[last] = label;
          swapped++;
          last = -1;
        } else {
          last = i;
        }
      }
    }
    assertThat(swapped).isGreaterThan(20);
    Prepared after = prepare("after");
    assertThat(after.checksums()).isEqualTo(before.checksums());
    assertThat(after.manifest()).usingRecursiveComparison().isEqualTo(before.manifest());
  }

  /** Other labels make another pool, and still the rest is the training set without it. */
  @Test
  void unlabelledShardsAreTheRestOfWhateverThePoolIs() throws IOException {
    Prepared before = prepare("before");
    byte[] labels = target.trainLabels();
    for (int i = 0; i < labels.length / 2; i++) {
      byte label = labels[i];
      labels[i] = labels[labels.length - 1 - i];
      labels[labels.length - 1 - i] = label;
    }
    Prepared after = prepare("after");
    Map<Long, byte[]> images = new TreeMap<>();
    for (Prepared prepared : List.of(before, after)) {
      Set<Long> ids = new HashSet<>();
      for (ShardSet set : List.of(ShardSet.TARGET_LABELLED, ShardSet.TARGET_UNLABELLED)) {
        long[] these = prepared.all(set).ids();
        byte[][] pixels = prepared.all(set).pixels();
        for (int i = 0; i < these.length; i++) {
          assertThat(ids.add(these[i])).isTrue();
          byte[] known = images.putIfAbsent(these[i], pixels[i]);
          assertThat(pixels[i]).isEqualTo(known == null ? pixels[i] : known);
        }
      }
      assertThat(ids).hasSize(150);
    }
    assertThat(after.all(ShardSet.TARGET_LABELLED).ids())
        .isNotEqualTo(before.all(ShardSet.TARGET_LABELLED).ids());
  }

  @Test
  void trainingNeedsNoTargetTestSet() throws IOException {
    prepare("whole");
    copy("whole", "deleted");
    delete("deleted", ShardSet.TARGET_TEST);
    assertSame(train("deleted", METHODS), train("whole", METHODS));
    ExperimentConfig config = config("deleted");
    assertThatThrownBy(() -> evaluate("deleted", config))
        .satisfies(
            thrown ->
                assertThat(Stream.iterate(thrown, e -> e != null, Throwable::getCause))
                    .filteredOn(DataException.class::isInstance)
                    .singleElement()
                    .satisfies(
                        e -> assertThat(e).hasMessageContainingAll("target-test/", "missing")));
  }

  /** Neither test set is there to be opened, and the trials are the same. */
  @Test
  void tuningNeedsNoTestSet() throws IOException {
    prepare("whole");
    copy("whole", "deleted");
    delete("deleted", ShardSet.TARGET_TEST);
    delete("deleted", ShardSet.SOURCE_TEST);
    List<Trial> expected = tune("whole");
    assertThat(expected).hasSize(3);
    assertThat(tune("deleted"))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("seconds")
        .isEqualTo(expected);
  }

  /** Trials of a search over both stages. */
  private List<Trial> tune(String name) throws IOException {
    ExperimentConfig config =
        config(
            name,
            "tune.method=lautum+temporal-ensembling",
            "tune.labels=12",
            "tune.draws=1",
            "tune.folds=2",
            "tune.strategy=grid",
            "tune.space={pretrain.lautum.weight=[2],finetune.steps=[3,5]}");
    ExperimentDirectory directory = directory(name, config);
    String[] data = {"seed", "workers", "source", "target", "prepare"};
    new ArtefactMarker(directory.files(), directory.shards(), config.values(data)).complete();
    ExperimentContext experiment =
        new ExperimentContext(config, directory, new Configuration(), LocalSpark::context);
    return new StageRunner(ExistingResults.RESTART_UNFINISHED)
        .run(new TuneStage(experiment, new SearchSpace(config)))
        .trials();
  }

  @Test
  void stockTrainerNeedsNoTargetTestSet() throws IOException {
    prepare("whole");
    copy("whole", "deleted");
    delete("deleted", ShardSet.TARGET_TEST);
    String stock = "pretrain.trainer=dl4j";
    List<TransferMethod> standard = List.of(TransferMethods.named("standard"));
    assertSame(train("deleted", standard, stock), train("whole", standard, stock));
    // Its workers share the term's statistics if they share a process, so weights vary from run to
    // run: here it is enough that it trains.
    assertThat(train("deleted", List.of(TransferMethods.named("lautum")), stock)).hasSize(2);
  }

  /** The same weights whatever the labels say, and measured against those labels in the end. */
  @Test
  void targetTestLabelsChangeNothingButTheMeasurement() throws IOException {
    prepare("before");
    rotateTestLabels();
    Prepared rotated = prepare("rotated");
    copy("before", "after");
    delete("after", ShardSet.TARGET_TEST);
    FolderCopy.make(
        rotated.folder().resolve(ShardSet.TARGET_TEST.directory()),
        shards("after").resolve(ShardSet.TARGET_TEST.directory()));
    rotated
        .manifest()
        .write(
            FileSystem.getLocal(new Configuration()),
            new org.apache.hadoop.fs.Path(shards("after").toUri()));

    Map<String, float[]> expected = train("before", METHODS);
    assertThat(expected).hasSize(6);
    assertSame(train("after", METHODS), expected);
    assertThat(expected.get("scratch")).isNotEqualTo(expected.get("lautum"));

    List<Results.Row> before = evaluate("before", config("before")).rows();
    List<Results.Row> after = evaluate("after", config("after")).rows();
    for (int row = 0; row < METHODS.size(); row++) {
      List<List<Long>> confusion = before.get(row).confusion();
      for (int label = 0; label < IdxFixture.CLASSES; label++) {
        int rotatedLabel = (label + 1) % IdxFixture.CLASSES;
        assertThat(after.get(row).confusion().get(rotatedLabel)).isEqualTo(confusion.get(label));
      }
    }
    assertThat(after.stream().map(Results.Row::mean).toList())
        .isNotEqualTo(before.stream().map(Results.Row::mean).toList());
  }

  private static void assertSame(Map<String, float[]> found, Map<String, float[]> expected) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    expected.forEach((model, weights) -> assertThat(found.get(model)).as(model).isEqualTo(weights));
  }

  /** Weights of all pre-trained and fine-tuned models, by name. */
  private Map<String, float[]> train(String name, List<TransferMethod> methods, String... overrides)
      throws IOException {
    ExperimentConfig config = config(name, overrides);
    ExperimentDirectory directory = directory(name, config);
    Map<String, float[]> weights = new TreeMap<>();
    for (PreTransfer before : methods.stream().map(TransferMethod::before).distinct().toList()) {
      if (before.usesSource()) {
        new PretrainJob(LocalSpark.context(), config, directory).run(before);
        weights.put(before.name() + " pre-trained", weights(directory.pretrained(before.name())));
      }
    }
    FinetuneJob job = new FinetuneJob(config, directory, new Configuration());
    for (TransferMethod method : methods) {
      job.run(method, LABELS, 1);
      weights.put(method.name(), weights(directory.finetuned(method.name(), LABELS, 1)));
    }
    return weights;
  }

  private static float[] weights(org.apache.hadoop.fs.Path model) throws IOException {
    FileSystem files = FileSystem.getLocal(new Configuration());
    return TrainedModel.read(files, ExperimentDirectory.model(model)).parameters();
  }

  private Results evaluate(String name, ExperimentConfig config) throws IOException {
    return new EvaluateJob(LocalSpark.context(), config, directory(name, config)).run(METHODS);
  }

  private ExperimentDirectory directory(String name, ExperimentConfig config) {
    return Prepared.directory(folder.resolve(name), config);
  }

  private Path shards(String name) throws IOException {
    return Path.of(directory(name, config(name)).shards().toUri().getPath());
  }

  private void copy(String from, String to) throws IOException {
    FolderCopy.make(shards(from), shards(to));
  }

  private void delete(String name, ShardSet set) throws IOException {
    try (Stream<Path> files = Files.list(shards(name).resolve(set.directory()))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(shards(name).resolve(set.directory()));
  }
}

package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.FolderCopy;
import io.lautum.IdxFixture;
import io.lautum.LocalSpark;
import io.lautum.data.shard.ShardSet;
import io.lautum.evaluation.evaluate.EvaluateJob;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.stage.StageRunner;
import io.lautum.experiment.storage.ArtefactMarker;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.method.PreTransfer;
import io.lautum.method.TransferMethod;
import io.lautum.method.TransferMethods;
import io.lautum.network.model.TrainedModel;
import io.lautum.pipeline.ExperimentContext;
import io.lautum.pipeline.search.SearchSpace;
import io.lautum.pipeline.search.Trial;
import io.lautum.pipeline.search.TuneStage;
import io.lautum.training.finetune.FineTuneJob;
import io.lautum.training.pretrain.PretrainJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;

/**
 * Checks that no label reaches a stage that must not know it: bytes of shards and bits of weights
 * stay the same while the labels in question change or are deleted.
 */
class LeakageIT extends LeakageExperiment {
  private static final List<TransferMethod> METHODS =
      Stream.of("scratch", "standard", "lautum", "lautum+temporal-ensembling")
          .map(TransferMethods::named)
          .toList();

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

  /** The trials are the same if both test sets are deleted. */
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

  /** Returns the trials of a search over both stages. */
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
    // Workers in one process share the term's statistics, so weights vary between runs; here it is
    // enough that training succeeds.
    assertThat(train("deleted", List.of(TransferMethods.named("lautum")), stock)).hasSize(2);
  }

  /** The weights do not depend on the test labels, but the measured errors do. */
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

  /** Trains, and returns the weights of all pre-trained and fine-tuned models by name. */
  private Map<String, float[]> train(String name, List<TransferMethod> methods, String... overrides)
      throws IOException {
    ExperimentConfig config = config(name, overrides);
    ExperimentDirectory directory = directory(name, config);
    Map<String, float[]> weights = new TreeMap<>();
    for (PreTransfer before : methods.stream().map(TransferMethod::before).distinct().toList()) {
      if (before.usesSource()) {
        new PretrainJob(LocalSpark.context(), config, directory)
            .run(before, directory.pretrained(before.name()));
        weights.put(before.name() + " pre-trained", weights(directory.pretrained(before.name())));
      }
    }
    FineTuneJob job = new FineTuneJob(config, directory, new Configuration(), LocalSpark::context);
    for (TransferMethod method : methods) {
      job.run(method, LABELS, 1, directory);
      weights.put(method.name(), weights(directory.finetuned(method.name(), LABELS, 1)));
    }
    return weights;
  }

  private static float[] weights(org.apache.hadoop.fs.Path model) throws IOException {
    FileSystem files = FileSystem.getLocal(new Configuration());
    return TrainedModel.read(files, ExperimentDirectory.model(model)).parameters();
  }

  private Results evaluate(String name, ExperimentConfig config) throws IOException {
    return new EvaluateJob(LocalSpark.context(), config, directory(name, config))
        .run(METHODS, directory(name, config));
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

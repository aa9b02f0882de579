package io.lautum.pipeline;

import io.lautum.evaluation.generalisation.GeneralisationResults;
import io.lautum.evaluation.generalisation.Training;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.MarkerMeaning;
import io.lautum.experiment.stage.Work;
import io.lautum.experiment.storage.ArtefactMarker;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.method.PreTransfer;
import io.lautum.method.TransferMethods;
import java.io.IOException;
import java.util.SortedMap;
import org.apache.hadoop.fs.Path;

/** Files and markers of the generalisation experiment. */
record GeneralisationArtefacts(ExperimentContext experiment) {
  /** Method that trains only on the source. */
  static final PreTransfer METHOD = TransferMethods.named("standard").before();

  /** Returns what is done once, before the networks change. */
  Work change() {
    return experiment.outdating(measured(experiment.directory()), configuration());
  }

  Path configuration() {
    return new Path(root(), "resolved.conf");
  }

  Path folder(Training training) {
    return folder(training, experiment.directory());
  }

  static Path folder(Training training, ExperimentDirectory directory) {
    return new Path(directory.generalisation(), training.folder());
  }

  /** Returns the path of the results as JSON. */
  Path results() {
    return results(experiment.directory());
  }

  static Path results(ExperimentDirectory directory) {
    return new Path(measured(directory), GeneralisationResults.FILE);
  }

  /** Returns the path of the tables. */
  static Path markdown(ExperimentDirectory directory) {
    return new Path(measured(directory), "generalisation.md");
  }

  ArtefactMarker trained(Training training) throws IOException {
    return marker(folder(training), values(training));
  }

  ArtefactMarker checkpoints(Training training) throws IOException {
    return new ArtefactMarker(
            experiment.directory().files(),
            new Path(folder(training), "checkpoint"),
            "configuration.json",
            values(training))
        .comparing(MarkerMeaning::of);
  }

  ArtefactMarker measured() throws IOException {
    SortedMap<String, String> values = values(experiment.config());
    values.putAll(experiment.config().values("generalisation", "evaluate", "experiment"));
    return marker(measured(experiment.directory()), values);
  }

  private ArtefactMarker marker(Path folder, SortedMap<String, String> values) {
    return new ArtefactMarker(experiment.directory().files(), folder, values)
        .comparing(MarkerMeaning::of);
  }

  private Path root() {
    return experiment.directory().generalisation();
  }

  private static Path measured(ExperimentDirectory directory) {
    return new Path(directory.generalisation(), "results");
  }

  private SortedMap<String, String> values(Training training) throws IOException {
    return values(training.configuration(experiment.config()));
  }

  private SortedMap<String, String> values(ExperimentConfig configuration) throws IOException {
    return new Artefacts(configuration, experiment.directory(), experiment.hadoop())
        .pretrainValues(METHOD);
  }
}

package io.lautum.pipeline;

import io.lautum.generalisation.GeneralisationJob;
import io.lautum.generalisation.GeneralisationResults;
import io.lautum.generalisation.GeneralisationTables;
import io.lautum.generalisation.Training;
import io.lautum.stage.Artefact;
import io.lautum.stage.ReplaceableArtefact;
import io.lautum.stage.Requirement;
import io.lautum.stage.Stage;
import io.lautum.storage.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Measures all networks of the experiment on generalisation. */
final class GeneralisationStage implements Stage<GeneralisationResults> {
  private final ExperimentContext experiment;
  private final GeneralisationArtefacts artefacts;
  private final List<Training> trainings;

  GeneralisationStage(ExperimentContext experiment, List<Training> trainings) {
    this.experiment = experiment;
    this.artefacts = new GeneralisationArtefacts(experiment);
    this.trainings = trainings;
  }

  @Override
  public List<Requirement> requirements() throws IOException {
    List<Requirement> requirements = new ArrayList<>();
    for (Training training : trainings) {
      requirements.add(new Requirement(artefacts.trained(training), "generalisation"));
    }
    return requirements;
  }

  @Override
  public List<Artefact> artefacts() throws IOException {
    return List.of(
        new ReplaceableArtefact(
            "generalisation",
            artefacts.measured(),
            experiment.directory().files(),
            artefacts.results(),
            this::measure));
  }

  private void measure() throws IOException {
    FileSystem files = experiment.directory().files();
    GeneralisationResults results =
        new GeneralisationJob(experiment.spark().get(), experiment.config(), experiment.directory())
            .run(trainings);
    AtomicFile.write(files, artefacts.results(), results::write);
    AtomicFile.write(files, artefacts.markdown(), new GeneralisationTables(results).markdown());
  }

  @Override
  public void begin() throws IOException {
    experiment.spark().get();
    experiment.outdate(artefacts.measured(), artefacts.resolvedConfiguration());
  }

  @Override
  public GeneralisationResults result() throws IOException {
    Path path = artefacts.results();
    try (InputStream in = experiment.directory().files().open(path)) {
      return GeneralisationResults.read(in, path.toString());
    }
  }
}

package io.lautum.pipeline;

import io.lautum.evaluation.generalisation.GeneralisationJob;
import io.lautum.evaluation.generalisation.GeneralisationResults;
import io.lautum.evaluation.generalisation.GeneralisationTables;
import io.lautum.evaluation.generalisation.Training;
import io.lautum.experiment.stage.Artefact;
import io.lautum.experiment.stage.MarkedArtefact;
import io.lautum.experiment.stage.ReplaceableArtefact;
import io.lautum.experiment.stage.Requirement;
import io.lautum.experiment.stage.Stage;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;

/** Measures all networks of the generalisation experiment. */
record GeneralisationStage(GeneralisationArtefacts generalisation, List<Training> trainings)
    implements Stage<GeneralisationResults> {
  @Override
  public List<Requirement> requirements() throws IOException {
    List<Requirement> requirements = new ArrayList<>();
    for (Training training : trainings) {
      requirements.add(new Requirement(generalisation.trained(training), "generalisation"));
    }
    return requirements;
  }

  @Override
  public List<Artefact> artefacts() throws IOException {
    ExperimentContext experiment = generalisation.experiment();
    return List.of(
        new ReplaceableArtefact(
            new MarkedArtefact(
                "generalisation",
                experiment.directory(),
                generalisation.measured(),
                Optional.empty(),
                () -> experiment.writeConfiguration(generalisation.configuration()),
                this::measure),
            generalisation.results()));
  }

  private void measure(ExperimentDirectory outputs) throws IOException {
    ExperimentContext experiment = generalisation.experiment();
    GeneralisationResults results =
        new GeneralisationJob(experiment.spark().get(), experiment.config(), experiment.directory())
            .run(trainings);
    Json.writeFile(files(), GeneralisationArtefacts.results(outputs), results);
    AtomicFile.write(
        files(),
        GeneralisationArtefacts.markdown(outputs),
        new GeneralisationTables(results).markdown());
  }

  @Override
  public void begin() {
    generalisation.experiment().spark().get();
  }

  @Override
  public GeneralisationResults result() throws IOException {
    return Json.readFile(files(), generalisation.results(), GeneralisationResults::read);
  }

  private FileSystem files() {
    return generalisation.experiment().directory().files();
  }
}

package io.lautum.pipeline;

import io.lautum.experiment.stage.Artefact;
import io.lautum.experiment.stage.MarkedArtefact;
import io.lautum.experiment.stage.ReplaceableArtefact;
import io.lautum.experiment.stage.Requirement;
import io.lautum.experiment.stage.Work;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.method.PreTransfer;
import io.lautum.training.pretrain.PretrainJob;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** Trains every method that uses the source, after the method from which it starts. */
record PretrainStage(ExperimentContext experiment, Methods methods)
    implements ExperimentStage<Models> {
  @Override
  public List<Requirement> requirements() throws IOException {
    return List.of(new Requirement(experiment.artefacts().shards(), "prepare"));
  }

  @Override
  public List<Artefact> artefacts() throws IOException {
    return List.copyOf(models());
  }

  /** Returns the models, each of which is replaced if it is outdated. */
  List<Artefact> replaceableModels() throws IOException {
    List<Artefact> models = new ArrayList<>();
    for (MarkedArtefact model : models()) {
      models.add(
          new ReplaceableArtefact(model, ExperimentDirectory.model(model.marker().folder())));
    }
    return models;
  }

  /** Returns the models in the order in which they are trained. */
  private List<MarkedArtefact> models() throws IOException {
    Artefacts artefacts = experiment.artefacts();
    List<MarkedArtefact> models = new ArrayList<>();
    Work change = change();
    for (PreTransfer method : methods.pretrained()) {
      models.add(
          new MarkedArtefact(
              "pretrain " + method.name(),
              experiment.directory(),
              artefacts.pretrained(method),
              Optional.of(artefacts.checkpoints(method)),
              change,
              outputs ->
                  new PretrainJob(
                          experiment.spark().get(), experiment.config(), experiment.directory())
                      .run(method, outputs.pretrained(method.name()))));
    }
    return models;
  }

  @Override
  public Models result() {
    Map<String, Path> models = new LinkedHashMap<>();
    for (PreTransfer method : methods.pretrained()) {
      Path folder = experiment.directory().pretrained(method.name());
      models.put(method.name(), ExperimentDirectory.model(folder));
    }
    return new Models(models);
  }
}

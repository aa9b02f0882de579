package io.lautum.pipeline;

import io.lautum.experiment.stage.Artefact;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.stage.Requirement;
import io.lautum.experiment.stage.Stage;
import io.lautum.experiment.stage.Work;
import io.lautum.interchange.onnx.GraphStart;
import io.lautum.interchange.onnx.OnnxFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * Writes models, which have just been finished, in the formats of the block {@code export}. A file
 * of an earlier model is replaced.
 */
record ExportStage(ExperimentContext experiment, Models models) implements Stage<Models> {
  @Override
  public List<Requirement> requirements() {
    return List.of();
  }

  @Override
  public List<Artefact> artefacts() {
    if (!experiment.config().export().onnx()) {
      return List.of();
    }
    OnnxFile file = new OnnxFile(experiment.hadoop());
    return models.files().entrySet().stream()
        .<Artefact>map(model -> new Onnx("export " + model.getKey(), file, model.getValue()))
        .toList();
  }

  @Override
  public void begin() {}

  @Override
  public Models result() {
    return models;
  }

  private record Onnx(String name, OnnxFile file, Path model) implements Artefact {
    @Override
    public Optional<Work> remaining(ExistingResults existing) throws IOException {
      Path output = new Path(model.getParent(), OnnxFile.NAME);
      if (existing != ExistingResults.OVERWRITE && file.isOf(model, output)) {
        return Optional.empty();
      }
      return Optional.of(() -> file.write(model, output, GraphStart.EXAMPLES, Optional.empty()));
    }
  }
}

package io.lautum.interchange.onnx;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.network.model.TrainedModel;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes a saved model as a folder that {@code mlflow models serve} and {@code mlflow.pyfunc} read.
 */
public final class MlflowFolder {
  private final Configuration hadoop;

  public MlflowFolder(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * The result of writing a folder.
   *
   * @param difference differences between the outputs of the model and its ONNX file
   * @param description content of {@code MLmodel} as JSON
   */
  public record Written(OnnxDifference difference, String description) {}

  /**
   * Writes the folder; {@code MLmodel}, which makes it a model, comes last.
   *
   * @param model model file
   * @param start where the graph begins
   * @param images folder of images for the comparison; without one, drawn and random images
   * @param run identifier of the MLflow run of which the folder becomes an artifact
   * @throws IllegalStateException if the outputs of the ONNX file and the model differ by more than
   *     rounding; nothing has been written then
   */
  public Written write(
      Path model, Path folder, GraphStart start, Optional<Path> images, Optional<String> run)
      throws IOException {
    OnnxFile file = new OnnxFile(hadoop);
    TrainedModel trained = file.read(model);
    OnnxDifference difference =
        file.write(trained, model, new Path(folder, OnnxFile.NAME), start, images);
    FileSystem files = folder.getFileSystem(hadoop);
    GraphInput input = new GraphInput(trained.metadata(), start);
    String example = MlflowModel.example(input);
    AtomicFile.write(files, new Path(folder, MlflowModel.EXAMPLE), example);
    AtomicFile.write(files, new Path(folder, MlflowModel.SERVING_EXAMPLE), example);
    for (Map.Entry<String, String> entry : MlflowModel.environment().entrySet()) {
      AtomicFile.write(files, new Path(folder, entry.getKey()), entry.getValue());
    }
    ObjectNode description = MlflowModel.description(input, file.digest(model), Instant.now(), run);
    AtomicFile.write(files, new Path(folder, "MLmodel"), MlflowModel.yaml(description));
    return new Written(difference, OnnxExport.json(description));
  }
}

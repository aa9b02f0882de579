package io.lautum.interchange.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lautum.data.image.FloatVector;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.spec.NetworkGraph;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The files next to {@code model.onnx} in a folder of MLflow's model format, as MLflow 2.17 writes
 * them for the flavours {@code onnx} and {@code python_function}.
 *
 * @see <a href="https://mlflow.org/docs/latest/models.html">the format</a>
 */
final class MlflowModel {
  /** Name of the folder in a run's artifacts. */
  static final String ARTIFACT_PATH = "model";

  /** Input example for {@code mlflow.pyfunc}. */
  static final String EXAMPLE = "input_example.json";

  /** The same example as the body of a request to {@code mlflow models serve}. */
  static final String SERVING_EXAMPLE = "serving_input_example.json";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FORMAT_VERSION = "2.17.2";

  /** The first release of ONNX with the operator set and the file version of the export. */
  private static final String ONNX_VERSION = "1.8.0";

  private static final String PYTHON = "3.11.9";

  private static final int UUID_LENGTH = 32;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private MlflowModel() {}

  /**
   * Returns the content of {@code MLmodel}.
   *
   * @param input input of the graph
   * @param digest SHA-256 of the model file in hexadecimal digits
   * @param run identifier of the MLflow run of which the folder is an artifact
   */
  static ObjectNode description(
      GraphInput input, String digest, Instant created, Optional<String> run) {
    ModelMetadata metadata = input.metadata();
    ObjectNode model = JSON.createObjectNode();
    run.ifPresent(id -> model.put("artifact_path", ARTIFACT_PATH));
    ObjectNode flavors = model.putObject("flavors");
    ObjectNode onnx =
        flavors
            .putObject("onnx")
            .putNull("code")
            .put("data", OnnxFile.NAME)
            .put("onnx_version", ONNX_VERSION);
    onnx.putArray("providers").add("CUDAExecutionProvider").add("CPUExecutionProvider");
    ObjectNode python =
        flavors
            .putObject("python_function")
            .put("data", OnnxFile.NAME)
            .put("loader_module", "mlflow.onnx")
            .put("python_version", PYTHON);
    python.putObject("env").put("conda", "conda.yaml").put("virtualenv", "python_env.yaml");
    model.putObject("metadata").set("classes", JSON.valueToTree(metadata.classes()));
    model.put("mlflow_version", FORMAT_VERSION);
    model.put("model_uuid", digest.substring(0, UUID_LENGTH));
    run.ifPresent(id -> model.put("run_id", id));
    model
        .putObject("saved_input_example_info")
        .put("artifact_path", EXAMPLE)
        .put("format", "tf-serving")
        .put("serving_input_path", SERVING_EXAMPLE)
        .put("type", "ndarray");
    NetworkGraph network = metadata.network().graph();
    ArrayNode outputs = JSON.createArrayNode();
    int classes = network.width(NetworkGraph.LOGITS);
    outputs.add(tensor(OnnxExport.PROBABILITIES, classes));
    outputs.add(tensor(OnnxExport.LOGITS, classes));
    outputs.add(tensor(OnnxExport.EMBEDDING, network.width(NetworkGraph.FEATURES)));
    ArrayNode inputs = JSON.createArrayNode();
    inputs.add(tensor(input.name(), input.dimensions()));
    // The schemas are JSON inside of a string.
    model
        .putObject("signature")
        .put("inputs", OnnxExport.json(inputs))
        .put("outputs", OnnxExport.json(outputs))
        .putNull("params");
    model.put("utc_time_created", TIME.format(created));
    return model;
  }

  private static ObjectNode tensor(String name, long... dimensions) {
    ObjectNode tensor = JSON.createObjectNode().put("name", name).put("type", "tensor");
    ObjectNode spec = tensor.putObject("tensor-spec").put("dtype", "float32");
    ArrayNode shape = spec.putArray("shape").add(-1);
    for (long dimension : dimensions) {
      shape.add(dimension);
    }
    return tensor;
  }

  /** Returns one example as the JSON of a request: the first drawn letter, or the mean vector. */
  static String example(GraphInput input) throws IOException {
    byte[] example =
        input.isVectors()
            ? FloatVector.bytes(input.metadata().normalization().mean())
            : CheckImages.generated(input.fit())[0];
    float[] values = input.values(new byte[][] {example});
    ObjectNode request = JSON.createObjectNode();
    request
        .putObject("inputs")
        .putArray(input.name())
        .add(nested(values, input.dimensions(), 0, 0, values.length));
    return OnnxExport.json(request);
  }

  /**
   * Returns the values from {@code from} to {@code to} as arrays of the dimensions from a depth.
   */
  private static ArrayNode nested(float[] values, long[] dimensions, int depth, int from, int to) {
    ArrayNode array = JSON.createArrayNode();
    int step = (to - from) / (int) dimensions[depth];
    for (int start = from; start < to; start += step) {
      if (depth == dimensions.length - 1) {
        array.add(values[start]);
      } else {
        array.add(nested(values, dimensions, depth + 1, start, start + step));
      }
    }
    return array;
  }

  /** Returns the files that describe the Python environment, by name. */
  static Map<String, String> environment() {
    return Map.of(
        "requirements.txt",
        """
        mlflow>=2.9
        onnx>=1.8
        onnxruntime>=1.8
        """,
        "python_env.yaml",
        """
        python: "%s"
        build_dependencies:
        - pip
        - setuptools
        - wheel
        dependencies:
        - -r requirements.txt
        """
            .replace("%s", PYTHON),
        "conda.yaml",
        """
        channels:
        - conda-forge
        dependencies:
        - python=%s
        - pip
        - pip:
          - mlflow>=2.9
          - onnx>=1.8
          - onnxruntime>=1.8
        name: mlflow-env
        """
            .replace("%s", PYTHON));
  }

  /** Returns an object as YAML: blocks of keys, with values in the notation of JSON. */
  static String yaml(ObjectNode object) {
    StringBuilder text = new StringBuilder();
    appendYaml(object, "", text);
    return text.toString();
  }

  private static void appendYaml(ObjectNode object, String indent, StringBuilder text) {
    for (Iterator<Map.Entry<String, JsonNode>> i = object.fields(); i.hasNext(); ) {
      Map.Entry<String, JsonNode> field = i.next();
      text.append(indent).append(field.getKey()).append(':');
      if (field.getValue() instanceof ObjectNode inner) {
        text.append('\n');
        appendYaml(inner, indent + "  ", text);
      } else {
        text.append(' ').append(OnnxExport.json(field.getValue())).append('\n');
      }
    }
  }
}

package io.lautum.interchange.onnx;

import io.lautum.Text;
import io.lautum.network.spec.NetworkGraph;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The file {@code config.pbtxt} that NVIDIA's Triton server reads next to an ONNX model. */
final class TritonConfig {
  private static final int MOST_IMAGES = 256;

  private TritonConfig() {}

  static String of(String name, GraphInput input) {
    NetworkGraph network = input.metadata().network().graph();
    String dimensions =
        Arrays.stream(input.dimensions())
            .mapToObj(String::valueOf)
            .collect(Collectors.joining(", "));
    int classes = network.width(NetworkGraph.LOGITS);
    int features = network.width(NetworkGraph.FEATURES);
    return Text.format(
        """
        name: "%s"
        backend: "onnxruntime"
        max_batch_size: %d
        input [ { name: "%s", data_type: TYPE_FP32, dims: [ %s ] } ]
        output [
          { name: "%s", data_type: TYPE_FP32, dims: [ %d ] },
          { name: "%s", data_type: TYPE_FP32, dims: [ %d ] },
          { name: "%s", data_type: TYPE_FP32, dims: [ %d ] }
        ]
        dynamic_batching { }
        """,
        name,
        MOST_IMAGES,
        input.name(),
        dimensions,
        OnnxExport.PROBABILITIES,
        classes,
        OnnxExport.LOGITS,
        classes,
        OnnxExport.EMBEDDING,
        features);
  }
}

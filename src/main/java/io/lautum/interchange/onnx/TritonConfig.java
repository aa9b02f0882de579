package io.lautum.interchange.onnx;

import io.lautum.Text;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Shape;

/** The file {@code config.pbtxt} that NVIDIA's Triton server reads next to an ONNX model. */
final class TritonConfig {
  private static final int MOST_IMAGES = 256;

  private TritonConfig() {}

  static String of(String name, ModelMetadata metadata) {
    NetworkGraph network = metadata.network().graph();
    Shape.Image shape = network.input();
    int classes = network.width(NetworkGraph.LOGITS);
    int features = network.width(NetworkGraph.FEATURES);
    return Text.format(
        """
        name: "%s"
        backend: "onnxruntime"
        max_batch_size: %d
        input [ { name: "%s", data_type: TYPE_FP32, dims: [ %d, %d, %d ] } ]
        output [
          { name: "%s", data_type: TYPE_FP32, dims: [ %d ] },
          { name: "%s", data_type: TYPE_FP32, dims: [ %d ] },
          { name: "%s", data_type: TYPE_FP32, dims: [ %d ] }
        ]
        dynamic_batching { }
        """,
        name,
        MOST_IMAGES,
        OnnxExport.IMAGE,
        shape.channels(),
        shape.height(),
        shape.width(),
        OnnxExport.PROBABILITIES,
        classes,
        OnnxExport.LOGITS,
        classes,
        OnnxExport.EMBEDDING,
        features);
  }
}

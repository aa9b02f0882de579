package io.lautum.interchange.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A model that ONNX Runtime executes on one core, with all optimisations of the graph. */
public final class OnnxSession implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  /**
   * @param model content of an ONNX file
   * @throws OrtException if ONNX Runtime rejects the model
   */
  public OnnxSession(byte[] model) throws OrtException {
    try (SessionOptions options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
      session = environment.createSession(model, options);
    }
  }

  /**
   * Computes all outputs of some examples.
   *
   * @param examples values of all examples, one after the other
   * @param dimensions dimensions of one example: channels, height and width, or the values of a
   *     vector
   * @return by the name of the output, n rows
   */
  public Map<String, float[][]> run(float[] examples, long... dimensions) throws OrtException {
    long[] shape = new long[dimensions.length + 1];
    System.arraycopy(dimensions, 0, shape, 1, dimensions.length);
    shape[0] = examples.length / Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
    String name = session.getInputNames().iterator().next();
    Map<String, float[][]> outputs = new LinkedHashMap<>();
    try (OnnxTensor input =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(examples), shape);
        OrtSession.Result result = session.run(Map.of(name, input))) {
      for (Map.Entry<String, ai.onnxruntime.OnnxValue> output : result) {
        outputs.put(output.getKey(), (float[][]) output.getValue().getValue());
      }
    }
    return outputs;
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}

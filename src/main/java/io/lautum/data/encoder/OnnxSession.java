package io.lautum.data.encoder;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A model that ONNX Runtime executes on CPUs, with all optimisations of the graph. Thread-safe. */
public final class OnnxSession implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  /**
   * Opens a model for one core.
   *
   * @param model content of an ONNX file
   * @throws OrtException if ONNX Runtime rejects the model
   */
  public OnnxSession(byte[] model) throws OrtException {
    try (SessionOptions options = options(1)) {
      session = environment.createSession(model, options);
    }
  }

  /**
   * Opens a file, and the weights next to it that it names.
   *
   * @param threads number of threads that compute an operator, the caller among them
   * @throws OrtException if ONNX Runtime rejects the model
   */
  OnnxSession(Path model, int threads) throws OrtException {
    try (SessionOptions options = options(threads)) {
      session = environment.createSession(model.toString(), options);
    }
  }

  private static SessionOptions options(int threads) throws OrtException {
    SessionOptions options = new SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    options.setOptimizationLevel(SessionOptions.OptLevel.ALL_OPT);
    return options;
  }

  Map<String, NodeInfo> inputs() throws OrtException {
    return session.getInputInfo();
  }

  Map<String, NodeInfo> outputs() throws OrtException {
    return session.getOutputInfo();
  }

  OrtEnvironment environment() {
    return environment;
  }

  /** Computes one output. */
  OrtSession.Result run(String input, OnnxTensor values, String output) throws OrtException {
    return session.run(Map.of(input, values), Set.of(output));
  }

  /**
   * Computes all outputs, which must have two dimensions, of a model with one input.
   *
   * @param examples values of all examples, one after the other
   * @param dimensions dimensions of one example
   * @return by the name of the output, one row per example
   */
  public Map<String, float[][]> run(float[] examples, long... dimensions) throws OrtException {
    long[] shape = new long[dimensions.length + 1];
    System.arraycopy(dimensions, 0, shape, 1, dimensions.length);
    shape[0] = examples.length / Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
    String input = session.getInputNames().iterator().next();
    Map<String, float[][]> outputs = new LinkedHashMap<>();
    try (OnnxTensor tensor =
            OnnxTensor.createTensor(environment, FloatBuffer.wrap(examples), shape);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      for (Map.Entry<String, OnnxValue> output : result) {
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

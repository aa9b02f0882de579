package io.lautum.network;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * The function that a trained network computes at inference, without batch normalisation: there it
 * is γ(x − m)/√(v + ε) + β with the running m and v, an affine map of each channel, which the
 * weights and biases of the convolution before it take in (Jacob et al. 2018, section 3.2).
 *
 * <p>A training step on a folded network therefore has the gradients of inference, where one on the
 * network itself has those of the minibatch's own statistics.
 */
public final class BatchNormFolding {
  private final ComputationGraph network;
  private final ComputationGraphConfiguration configuration;

  /** Batch normalisations by the layer that they follow. */
  private final Map<String, String> folded = new HashMap<>();

  private BatchNormFolding(ComputationGraph network) {
    this.network = network;
    this.configuration = network.getConfiguration();
    configuration
        .getVertices()
        .keySet()
        .forEach(
            name -> {
              if (layer(name) instanceof BatchNormalization) {
                folded.put(convolutionBefore(name), name);
              }
            });
  }

  /**
   * Folds.
   *
   * @param network a one-input chain of layers with its weights
   * @param updater of the new network
   * @return a network with weights of its own
   * @throws IllegalArgumentException if a batch normalisation follows anything but a convolution
   *     without activation
   */
  public static ComputationGraph fold(ComputationGraph network, IUpdater updater) {
    return new BatchNormFolding(network).fold(updater);
  }

  private ComputationGraph fold(IUpdater updater) {
    ComputationGraph result = new ComputationGraph(graph(updater));
    result.init();
    for (org.deeplearning4j.nn.api.Layer layer : result.getLayers()) {
      String name = layer.conf().getLayer().getLayerName();
      Map<String, INDArray> weights = layer.paramTable();
      network.getLayer(name).paramTable().forEach((key, values) -> weights.get(key).assign(values));
      if (folded.containsKey(name)) {
        scale(weights, network.getLayer(folded.get(name)), !hasBias(name));
      }
    }
    return result;
  }

  private ComputationGraphConfiguration graph(IUpdater updater) {
    GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .dataType(configuration.getDataType())
            .updater(updater)
            .graphBuilder()
            .addInputs(configuration.getNetworkInputs());
    configuration
        .getVertices()
        .forEach(
            (name, vertex) -> {
              if (!folded.containsValue(name)) {
                graph.addLayer(
                    name,
                    copy(name, updater),
                    ((LayerVertex) vertex).getPreProcessor(),
                    input(name));
              }
            });
    return graph.setOutputs(configuration.getNetworkOutputs().toArray(String[]::new)).build();
  }

  private Layer copy(String name, IUpdater updater) {
    Layer copy = layer(name).clone();
    if (copy instanceof BaseLayer weighted) {
      weighted.setIUpdater(updater);
    }
    if (folded.containsKey(name)) {
      ((ConvolutionLayer) copy).setHasBias(true);
    }
    return copy;
  }

  /** The vertex before this one, looking through what is folded. */
  private String input(String name) {
    String before = only(configuration.getVertexInputs().get(name));
    return folded.containsValue(before) ? input(before) : before;
  }

  private Layer layer(String name) {
    return ((LayerVertex) configuration.getVertices().get(name)).getLayerConf().getLayer();
  }

  private String convolutionBefore(String normalisation) {
    String before = only(configuration.getVertexInputs().get(normalisation));
    boolean foldable =
        configuration.getVertices().containsKey(before)
            && layer(before) instanceof ConvolutionLayer convolution
            && convolution.getActivationFn() instanceof ActivationIdentity;
    if (!foldable) {
      throw new IllegalArgumentException(
          "layer %s: batch normalisation must follow a convolution without activation, got [%s]"
              .formatted(normalisation, before));
    }
    return before;
  }

  private boolean hasBias(String convolution) {
    return ((ConvolutionLayer) layer(convolution)).hasBias();
  }

  private static void scale(
      Map<String, INDArray> weights,
      org.deeplearning4j.nn.api.Layer normalisation,
      boolean newBias) {
    BatchNormalization settings = (BatchNormalization) normalisation.conf().getLayer();
    Map<String, INDArray> values = normalisation.paramTable();
    INDArray variance =
        settings.isUseLogStd()
            ? Transforms.exp(
                values.get(BatchNormalizationParamInitializer.GLOBAL_LOG_STD).mul(2 * Math.log(10)))
            : values.get(BatchNormalizationParamInitializer.GLOBAL_VAR);
    INDArray scale =
        values
            .get(BatchNormalizationParamInitializer.GAMMA)
            .div(Transforms.sqrt(variance.add(settings.getEps())));
    INDArray kernel = weights.get(DefaultParamInitializer.WEIGHT_KEY);
    INDArray bias = weights.get(DefaultParamInitializer.BIAS_KEY);
    if (newBias) {
      bias.assign(0);
    }
    bias.subi(values.get(BatchNormalizationParamInitializer.GLOBAL_MEAN).reshape(bias.shape()))
        .muli(scale.reshape(bias.shape()))
        .addi(values.get(BatchNormalizationParamInitializer.BETA).reshape(bias.shape()));
    kernel.muli(scale.reshape(kernel.size(0), 1, 1, 1));
  }

  private static String only(List<String> names) {
    if (names.size() != 1) {
      throw new IllegalArgumentException("expected a chain of layers, got inputs " + names);
    }
    return names.get(0);
  }
}

package io.lautum.execution.onednn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.learning.config.Adam;

/** The operators of DL4J's layers. */
final class Operators {
  private Operators() {}

  /** Refuses a layer, or an option of one, that has no operator. */
  static void requireSupported(String name, Layer layer) {
    if (!isSupported(layer)) {
      throw new UnsupportedGraphException(
          "layer %s (%s) has a type or option without a oneDNN operator"
              .formatted(name, layer.getClass().getSimpleName()));
    }
  }

  private static boolean isSupported(Layer layer) {
    boolean base = !(layer instanceof BaseLayer weighted) || isPlain(weighted);
    return base && (layer.getIDropout() == null || isDropout(layer)) && hasOperator(layer);
  }

  private static boolean hasOperator(Layer layer) {
    // Exactly these classes: the subclasses of DL4J's layers compute something else.
    if (layer.getClass() == ConvolutionLayer.class) {
      ConvolutionLayer convolution = (ConvolutionLayer) layer;
      return convolution.getConvolutionMode() != ConvolutionMode.Same
          && convolution.getConvolutionMode() != ConvolutionMode.Causal
          && convolution.getCnn2dDataFormat() == CNN2DFormat.NCHW
          && Arrays.equals(convolution.getDilation(), new int[] {1, 1});
    }
    if (layer.getClass() == SubsamplingLayer.class) {
      SubsamplingLayer pooling = (SubsamplingLayer) layer;
      return pooling.getPoolingType() == PoolingType.MAX
          && pooling.getConvolutionMode() != ConvolutionMode.Same
          && pooling.getCnn2dDataFormat() == CNN2DFormat.NCHW
          && Arrays.equals(pooling.getDilation(), new int[] {1, 1});
    }
    if (layer.getClass() == BatchNormalization.class) {
      BatchNormalization normalisation = (BatchNormalization) layer;
      return !normalisation.isLockGammaBeta() && normalisation.isUseLogStd();
    }
    if (layer.getClass() == DenseLayer.class) {
      DenseLayer dense = (DenseLayer) layer;
      return dense.hasBias() && !dense.hasLayerNorm();
    }
    if (layer.getClass() == GlobalPoolingLayer.class) {
      return ((GlobalPoolingLayer) layer).getPoolingType() == PoolingType.AVG;
    }
    return layer.getClass() == ActivationLayer.class
        && isRectifier(((ActivationLayer) layer).getActivationFn());
  }

  private static boolean isPlain(BaseLayer layer) {
    return layer.getIUpdater() instanceof Adam
        && layer.getBiasUpdater() == null
        && layer.getRegularization().isEmpty()
        && layer.getRegularizationBias().isEmpty()
        && layer.getWeightNoise() == null
        && (layer.getConstraints() == null || layer.getConstraints().isEmpty())
        && layer.getGradientNormalization() == GradientNormalization.None
        && (layer instanceof BatchNormalization
            || layer.getActivationFn() instanceof ActivationIdentity
            || isRectifier(layer.getActivationFn()));
  }

  private static boolean isDropout(Layer layer) {
    return layer.getIDropout() instanceof org.deeplearning4j.nn.conf.dropout.Dropout dropout
        && dropout.getPSchedule() == null;
  }

  private static boolean isRectifier(IActivation activation) {
    return activation instanceof ActivationReLU relu
        && relu.getMax() == null
        && (relu.getThreshold() == null || relu.getThreshold() == 0)
        && (relu.getNegativeSlope() == null || relu.getNegativeSlope() == 0);
  }

  /**
   * The operators of a chain, in order.
   *
   * @param weights where the layers' weights are
   */
  static List<Step> of(List<Chain.Link> chain, FlatWeights weights, Precision precision) {
    List<Step> steps = new ArrayList<>();
    for (Chain.Link link : chain) {
      List<Operator> operators = of(link, weights, precision);
      for (int i = 0; i < operators.size(); i++) {
        steps.add(new Step(operators.get(i), i == operators.size() - 1 ? link.name() : Step.INNER));
      }
    }
    return rearranged(steps);
  }

  /**
   * An operator of a chain.
   *
   * @param layer whose output the operator's is, or {@link #INNER}
   */
  record Step(Operator operator, String layer) {
    /** A value inside a layer. */
    static final String INNER = "";
  }

  private static List<Operator> of(Chain.Link link, FlatWeights weights, Precision precision) {
    List<Operator> operators = new ArrayList<>();
    String name = link.name();
    Layer layer = link.layer();
    if (layer.getIDropout() instanceof org.deeplearning4j.nn.conf.dropout.Dropout dropout) {
      operators.add(new Dropout(dropout.getP()));
    }
    if (layer instanceof ConvolutionLayer convolution) {
      operators.add(new Convolution(name, convolution, weights, precision));
    } else if (layer instanceof DenseLayer dense) {
      operators.add(new Dense(name, dense, weights));
    } else if (layer instanceof BatchNormalization normalisation) {
      operators.add(new BatchNorm(name, normalisation, weights));
    } else if (layer instanceof SubsamplingLayer pooling) {
      operators.add(Pooling.maximum(pooling));
    } else if (layer instanceof GlobalPoolingLayer) {
      operators.add(Pooling.globalAverage());
    } else if (!(layer instanceof ActivationLayer)) {
      throw new IllegalArgumentException("no operator for [%s]".formatted(layer));
    }
    if (layer instanceof BaseLayer weighted && isRectifier(weighted.getActivationFn())) {
      operators.add(new Rectifier());
    } else if (layer instanceof ActivationLayer) {
      operators.add(new Rectifier());
    }
    return operators;
  }

  /**
   * The same function in fewer passes over memory: batch normalisation takes in the rectifier that
   * follows it, and a rectifier goes behind maximum pooling, with which it commutes and behind
   * which there is less to do.
   */
  private static List<Step> rearranged(List<Step> steps) {
    List<Step> result = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Step next = i + 1 < steps.size() ? steps.get(i + 1) : step;
      if (step.operator() instanceof BatchNorm normalisation
          && next.operator() instanceof Rectifier) {
        normalisation.rectify();
        result.add(new Step(normalisation, next.layer()));
        i++;
      } else if (step.operator() instanceof Rectifier
          && next.operator() instanceof Pooling pooling
          && pooling.isMaximum()) {
        result.add(new Step(pooling, Step.INNER));
        result.add(new Step(step.operator(), next.layer()));
        i++;
      } else {
        result.add(step);
      }
    }
    return result;
  }
}

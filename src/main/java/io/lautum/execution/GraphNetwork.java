package io.lautum.execution;

import io.lautum.config.RegularizationConfig;
import io.lautum.data.ImageShape;
import io.lautum.network.TrainedWeights;
import io.lautum.network.TransferLoss;
import io.lautum.network.WeightMatrices;
import io.lautum.regularization.WeightPenalties;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.LossLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's own execution: any graph, on any ND4J backend. */
final class GraphNetwork implements TrainableNetwork {
  private final Graph network;
  private final ImageShape shape;
  private final int batchSize;
  private final RegularizationConfig regularization;
  private final WeightPenalties penalties;
  private final TrainedWeights trained;
  private final int classes;
  private double crossEntropy;

  GraphNetwork(NetworkBlueprint blueprint) {
    shape = blueprint.shape();
    batchSize = blueprint.batchSize();
    regularization = blueprint.regularization();
    // From JSON, so that its term keeps statistics of this network alone.
    network = new Graph(ComputationGraphConfiguration.fromJson(blueprint.graph()));
    network.init();
    trained = TrainedWeights.of(network);
    classes = (int) network.layerSize("logits");
    penalties = WeightPenalties.of(regularization, WeightMatrices.of(network));
    if (regularization.adversarial() > 0) {
      // In a workspace the images' gradient would be overwritten before it can be read.
      network.setWorkspaces(WorkspaceMode.NONE);
    }
  }

  @Override
  public void load(
      float[] weights, float[] updater, double[] statistics, int iteration, long seed) {
    network.params().assign(row(weights));
    INDArray state = network.getUpdater().getStateViewArray();
    if (state != null) {
      if (updater.length == 0) {
        state.assign(0);
      } else {
        state.assign(row(updater));
      }
    }
    penalties.restore(statistics);
    term().ifPresent(term -> term.restore(penalties.others(statistics)));
    network.getConfiguration().setIterationCount(iteration);
    Nd4j.getRandom().setSeed(seed);
  }

  @Override
  public double fit(Minibatch minibatch) {
    try {
      return regularization.isNone() ? fitPlain(minibatch) : fitRegularized(minibatch);
    } catch (ArithmeticException e) {
      // The term's, of outputs that are no longer finite.
      return Double.NaN;
    }
  }

  /** Wholly in DL4J, so that on a GPU nothing leaves it. */
  private double fitPlain(Minibatch minibatch) {
    network.fit(DataSets.of(minibatch, shape, classes));
    crossEntropy = lastCrossEntropy();
    return network.score();
  }

  private double fitRegularized(Minibatch minibatch) {
    double score = propagate(minibatch);
    crossEntropy = lastCrossEntropy();
    float[] gradient = gradient();
    if (regularization.adversarial() > 0) {
      score += addAdversarial(minibatch, gradient);
    }
    score += penalties.add(weights(), gradient);
    network.step(row(gradient), batchSize);
    return score;
  }

  /** Adds the gradient at the changed images; running statistics stay those of the clean ones. */
  private double addAdversarial(Minibatch minibatch, float[] gradient) {
    float[] attacked =
        Adversary.attack(minibatch, network.imageGradient(), regularization.epsilon());
    Minibatch changed = new Minibatch(attacked, minibatch.labels(), minibatch.beside());
    double score = withoutTerm(() -> propagate(changed));
    float[] sum = gradient();
    float factor = (float) regularization.adversarial();
    trained.addScaled(gradient, factor, sum);
    System.arraycopy(sum, 0, gradient, 0, sum.length);
    return factor * score;
  }

  private double propagate(Minibatch minibatch) {
    MultiDataSet data = DataSets.of(minibatch, shape, classes);
    network.setInputs(data.getFeatures());
    network.setLabels(data.getLabels());
    network.computeGradientAndScore();
    return network.score();
  }

  private double withoutTerm(DoubleSupplier computation) {
    term().ifPresent(term -> term.pause(true));
    double result = computation.getAsDouble();
    term().ifPresent(term -> term.pause(false));
    return result;
  }

  /** Of the mean over the minibatch: DL4J's is of the sum, which its updater divides. */
  private float[] gradient() {
    return network.gradient().gradient().div(batchSize).toFloatVector();
  }

  @Override
  public double crossEntropy(float[] weights, Minibatch minibatch) {
    network.params().assign(row(weights));
    return withoutTerm(
        () -> {
          MultiDataSet data = DataSets.of(minibatch, shape, classes);
          network.score(data, true);
          return lastCrossEntropy();
        });
  }

  @Override
  public double gradient(float[] weights, Minibatch minibatch, float[] into) {
    network.params().assign(row(weights));
    double loss = withoutTerm(() -> propagate(minibatch));
    System.arraycopy(gradient(), 0, into, 0, into.length);
    for (int i = 0; i < into.length; i++) {
      if (!trained.trained()[i]) {
        // No sum over the minibatch.
        into[i] *= batchSize;
      }
    }
    return loss;
  }

  @Override
  public float[] imageGradient(Minibatch minibatch) {
    if (regularization.adversarial() == 0) {
      throw new IllegalStateException("built without an adversarial regulariser");
    }
    withoutTerm(() -> propagate(minibatch));
    // Of the mean over the minibatch, as in gradient().
    float[] gradient = network.imageGradient();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] /= batchSize;
    }
    return gradient;
  }

  private double lastCrossEntropy() {
    return ((LossLayer) network.getLayer("probabilities")).score();
  }

  @Override
  public double crossEntropy() {
    return crossEntropy;
  }

  @Override
  public float[] weights() {
    return network.params().toFloatVector();
  }

  @Override
  public float[] updater() {
    INDArray state = network.getUpdater().getStateViewArray();
    return state == null ? new float[0] : state.toFloatVector();
  }

  @Override
  public double[] statistics() {
    return penalties.with(term().map(TransferLoss::state).orElse(new double[0]));
  }

  @Override
  public Optional<TransferLoss> term() {
    if (network.getNumOutputArrays() < 2) {
      return Optional.empty();
    }
    org.deeplearning4j.nn.conf.layers.LossLayer term =
        (org.deeplearning4j.nn.conf.layers.LossLayer) network.getLayer("term").conf().getLayer();
    return Optional.of((TransferLoss) term.getLossFn());
  }

  @Override
  public void close() {
    network.close();
  }

  private static INDArray row(float[] values) {
    return Nd4j.create(values, new long[] {1, values.length}, 'c');
  }

  /** DL4J's graph, with access to two things that it does not show. */
  private static final class Graph extends ComputationGraph {
    private static final long serialVersionUID = 1L;

    private transient float[] imageGradient;

    Graph(ComputationGraphConfiguration configuration) {
      super(configuration);
    }

    void setWorkspaces(WorkspaceMode mode) {
      getConfiguration().setTrainingWorkspaceMode(mode);
      getConfiguration().setInferenceWorkspaceMode(mode);
    }

    /** Of the labelled images, at the last propagation, with workspaces off. */
    float[] imageGradient() {
      return imageGradient;
    }

    @Override
    protected void calcBackpropGradients(
        boolean clearLayers, boolean truncatedBackprop, INDArray... externalEpsilons) {
      super.calcBackpropGradients(clearLayers, truncatedBackprop, externalEpsilons);
      INDArray byImages = getVertex(getConfiguration().getNetworkInputs().get(0)).getEpsilon();
      imageGradient =
          byImages == null || byImages.isAttached() ? null : byImages.dup('c').data().asFloat();
    }

    /** What DL4J's optimiser does with a gradient. */
    void step(INDArray gradientOfMean, int minibatch) {
      INDArray view = gradient().gradient();
      view.assign(gradientOfMean.muli(minibatch));
      getUpdater()
          .update(
              gradient(),
              getIterationCount(),
              getEpochCount(),
              minibatch,
              LayerWorkspaceMgr.noWorkspaces());
      params().subi(view);
      getConfiguration().setIterationCount(getConfiguration().getIterationCount() + 1);
    }
  }
}

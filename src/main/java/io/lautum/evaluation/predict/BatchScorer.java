package io.lautum.evaluation.predict;

import io.lautum.network.engine.Engines;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.spec.NetworkGraph;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;

/** Scores batches of examples in the model's shape. Not thread-safe. */
final class BatchScorer implements Closeable {
  private final Predictor predictor;
  private final boolean sumsEmbeddings;

  /**
   * @param batchSize maximum number of examples per forward pass
   */
  BatchScorer(TrainedModel model, int batchSize) {
    predictor = new Predictor(model, model.metadata().normalization(), batchSize, Engines.AUTO);
    sumsEmbeddings = model.metadata().embedding() != null;
  }

  /** Returns the scores in the order of the examples. */
  List<Scores> score(List<byte[]> examples) {
    List<String> outputs = new ArrayList<>(List.of(TermSpec.PROBABILITIES, NetworkGraph.LOGITS));
    if (sumsEmbeddings) {
      outputs.add(NetworkGraph.FEATURES);
    }
    List<Scores> all = new ArrayList<>();
    predictor.outputs(
        examples.toArray(byte[][]::new), outputs, (first, values) -> all.addAll(scores(values)));
    return all;
  }

  private List<Scores> scores(List<float[][]> outputs) {
    List<Scores> scores = new ArrayList<>();
    EmbeddingSums sums = sumsEmbeddings ? EmbeddingSums.of(outputs.get(2)) : null;
    for (int i = 0; i < outputs.get(0).length; i++) {
      scores.add(Scores.of(outputs.get(0)[i], outputs.get(1)[i], i == 0 ? sums : null));
    }
    return scores;
  }

  @Override
  public void close() {
    predictor.close();
  }
}

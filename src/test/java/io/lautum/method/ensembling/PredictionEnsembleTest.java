package io.lautum.method.ensembling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PredictionEnsembleTest {
  private static final double DECAY = 0.6;

  private final PredictionEnsemble ensemble = new PredictionEnsemble(2, 2, DECAY);

  @Test
  void isCorrectedMovingAverageOfPasses() {
    add(0, 0.9, 0.1);
    ensemble.endPass();
    assertThat(of(0)).containsExactly(new double[] {0.9, 0.1}, within(1e-6));
    add(0, 0.5, 0.5);
    ensemble.endPass();
    add(0, 0.2, 0.8);
    ensemble.endPass();
    double first = 0.4 * (0.36 * 0.9 + 0.6 * 0.5 + 0.2) / (1 - 0.216);
    assertThat(of(0)).containsExactly(new double[] {first, 1 - first}, within(1e-6));
  }

  @Test
  void passCountsOnceForRepeatedExample() {
    add(0, 0.9, 0.1);
    add(0, 0.7, 0.3);
    ensemble.endPass();
    assertThat(of(0)).containsExactly(new double[] {0.8, 0.2}, within(1e-6));
  }

  @Test
  void exampleMissingFromPassIsUnchanged() {
    assertThat(ensemble.read(1, new double[2], 0)).isFalse();
    add(1, 0.9, 0.1);
    assertThat(ensemble.read(1, new double[2], 0)).as("before the end of the pass").isFalse();
    ensemble.endPass();
    ensemble.endPass();
    assertThat(of(1)).containsExactly(new double[] {0.9, 0.1}, within(1e-6));
    assertThat(ensemble.read(0, new double[2], 0)).isFalse();
  }

  @Test
  void restoredEnsembleContinuesWithinAPass() {
    add(0, 0.9, 0.1);
    add(1, 0.3, 0.7);
    ensemble.endPass();
    add(0, 0.4, 0.6);
    PredictionEnsemble restored = new PredictionEnsemble(2, 2, DECAY);
    restored.restore(ensemble.state());
    for (PredictionEnsemble each : new PredictionEnsemble[] {ensemble, restored}) {
      each.add(0, new double[] {0.2, 0.8}, 0);
      each.endPass();
    }
    double[] found = new double[4];
    assertThat(restored.read(0, found, 0)).isTrue();
    assertThat(restored.read(1, found, 2)).isTrue();
    assertThat(found).startsWith(of(0)).endsWith(of(1));
    double first = (0.6 * 0.4 * 0.9 + 0.4 * 0.3) / (1 - 0.36);
    assertThat(found).containsExactly(new double[] {first, 1 - first, 0.3, 0.7}, within(1e-6));
  }

  private void add(int example, double... probabilities) {
    double[] rows = {-1, -1, probabilities[0], probabilities[1]};
    ensemble.add(example, rows, 2);
  }

  private double[] of(int example) {
    double[] row = new double[3];
    assertThat(ensemble.read(example, row, 1)).isTrue();
    return new double[] {row[1], row[2]};
  }
}

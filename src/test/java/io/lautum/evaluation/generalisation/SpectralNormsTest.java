package io.lautum.evaluation.generalisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.network.loss.SpectralNormPenalty;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.spec.WeightMatrix;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpectralNormsTest {
  @Test
  void normIsTheLargestSingularValue() {
    // The matrix is diag(3, -5) times a rotation by 0.3.
    double c = Math.cos(0.3);
    double s = Math.sin(0.3);
    float[] weights = {9, (float) (3 * c), (float) (-3 * s), (float) (-5 * s), (float) (-5 * c)};
    assertThat(SpectralNorms.norm(weights, new WeightMatrix("layer", 1, 2, 2)))
        .isCloseTo(5, within(1e-6));
    assertThat(SpectralNorms.norm(new float[6], new WeightMatrix("layer", 0, 2, 3))).isZero();
  }

  @Test
  void twentyStepsOfPowerIterationAgree() {
    TrainedModel model = Models.trained("lenet");
    var norms = SpectralNorms.of(model);
    assertThat(norms.keySet())
        .containsExactly("convolution1", "convolution2", "features", "logits");
    for (WeightMatrix matrix : model.metadata().network().graph().parameters().matrices()) {
      SpectralNormPenalty penalty = new SpectralNormPenalty(2, List.of(matrix));
      float[] gradient = new float[model.parameters().length];
      double square = 0;
      // The slowest case: the network is hardly trained, so many singular values are close to the
      // largest.
      for (int step = 0; step < 20; step++) {
        square = penalty.add(model.parameters(), gradient);
      }
      double norm = norms.get(matrix.layer());
      assertThat(Math.sqrt(square)).as(matrix.layer()).isCloseTo(norm, within(0.01 * norm));
    }
  }
}

package io.lautum.evaluation.unlabelled;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.shard.Shard;
import io.lautum.experiment.result.Adaptation.Neighbour;
import org.junit.jupiter.api.Test;

class NearestLabelledTest {
  private static final Shard POOL =
      new Shard(
          new long[] {0, 1, 2, 3, 4},
          new int[] {0, 1, 0, 1, 0},
          new byte[5][1],
          null,
          new String[] {"a", "b", "c", "d", "e"});

  /** Angles of 0, 10, 40, 90 and 180 degrees, with other lengths. */
  private final NearestLabelled nearest =
      new NearestLabelled(
          POOL, new float[][] {{5, 0}, {9.85f, 1.74f}, {0.77f, 0.64f}, {0, 0.1f}, {-3, 0}});

  @Test
  void smallestAnglesComeFirst() {
    assertThat(nearest.to(new float[] {0.1f, 0.01f}))
        .containsExactly(new Neighbour("b", 1), new Neighbour("a", 0), new Neighbour("c", 0));
  }

  @Test
  void labelledExampleIsNotItsOwnNeighbour() {
    assertThat(nearest.toLabelled(3))
        .containsExactly(new Neighbour("c", 0), new Neighbour("b", 1), new Neighbour("a", 0));
  }

  @Test
  void imagesHaveNoNeighbours() {
    NearestLabelled none = new NearestLabelled(POOL, new float[0][]);
    assertThat(none.to(new float[] {1, 0})).isEmpty();
    assertThat(none.toLabelled(2)).isEmpty();
  }
}

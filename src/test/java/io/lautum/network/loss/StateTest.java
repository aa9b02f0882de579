package io.lautum.network.loss;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;

class StateTest {
  private final State averaged = State.averaged("moments", new double[] {1, 2});
  private final State local = State.local("vectors", new double[] {3});

  @Test
  void partsAreRestoredByName() {
    State all = State.EMPTY.with("first", averaged).with("second", local);

    assertThat(all.averaged()).containsOnlyKeys("first.moments");
    assertThat(all.local()).containsOnlyKeys("second.vectors");
    assertThat(all.part("first").averaged()).isEqualTo(averaged.averaged());
    assertThat(all.part("first").local()).isEmpty();
    assertThat(all.part("second").vector("vectors")).containsExactly(3);
    assertThat(all.part("third")).isEqualTo(State.EMPTY);
  }

  @Test
  void absentVectorIsEmpty() {
    assertThat(averaged.vector("moments")).containsExactly(1, 2);
    assertThat(averaged.vector("vectors")).isEmpty();
  }

  @Test
  void survivesJavaSerialisation() {
    State copy = SerializationUtils.clone(averaged);
    assertThat(copy).usingRecursiveComparison().isEqualTo(averaged);
  }
}

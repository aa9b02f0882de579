package io.lautum.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineTest {
  /** A driver without a GPU must not choose for executors that have one. */
  @Test
  void aBuildForGpusChoosesWhereItExecutes() {
    assertThat(Engine.auto(true, true)).isEqualTo(Engine.BY_BACKEND);
    assertThat(Engine.auto(true, false)).isEqualTo(Engine.ONEDNN);
    assertThat(Engine.auto(false, true)).isEqualTo(Engine.DL4J);
  }
}

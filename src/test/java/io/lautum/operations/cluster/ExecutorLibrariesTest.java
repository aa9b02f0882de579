package io.lautum.operations.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.LocalSpark;
import io.lautum.ResourceException;
import java.util.List;
import org.bytedeco.javacpp.annotation.Platform;
import org.junit.jupiter.api.Test;

class ExecutorLibrariesTest {
  /** A class of JavaCPP whose library no jar has. */
  @Platform(library = "jnimissing")
  static final class Missing {}

  @Test
  void librariesAreFoundOnTheClassPath() {
    assertThat(ExecutorLibraries.isFound("org.bytedeco.dnnl.global.dnnl")).isTrue();
    assertThat(ExecutorLibraries.isFound("org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu"))
        .isTrue();
    assertThat(ExecutorLibraries.isFound(Missing.class.getName())).isFalse();
    assertThat(ExecutorLibraries.isFound("no.such.Library")).isFalse();
  }

  @Test
  void executorsWithoutLibrariesAreNamed() {
    assertThatNoException().isThrownBy(() -> ExecutorLibraries.require(LocalSpark.context(), 2));
    assertThatThrownBy(
            () ->
                ExecutorLibraries.require(
                    LocalSpark.context(), 2, List.of(Missing.class.getName())))
        .isInstanceOf(ResourceException.class)
        .hasMessage(
            "executors driver of local[2] have no native libraries on their class path; check"
                + " --natives, or send them with --jars");
  }
}

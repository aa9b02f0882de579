package io.lautum.experiment.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class PeakMemoryTest {
  private static final long SIZE = 200L << 20;

  @Test
  void memoryThatWasFreedCountsUntilTheNextStart() {
    PeakMemory peak = PeakMemory.start();
    assumeTrue(peak.bytes().isPresent(), "this system does not set the peak back");
    long before = peak.bytes().orElseThrow();
    try (BytePointer used = new BytePointer(SIZE)) {
      Pointer.memset(used, 1, SIZE);
    }
    long after = peak.bytes().orElseThrow();
    long next = PeakMemory.start().bytes().orElseThrow();

    assertThat(after - before).isBetween(SIZE - (40L << 20), SIZE + (40L << 20));
    assertThat(after - next).isGreaterThan(SIZE - (40L << 20));
  }
}

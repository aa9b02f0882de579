package io.lautum.operations.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GpuMemoryTest {
  @ParameterizedTest
  @CsvSource({"1000, 1000", "3k, 3072", "800M, 838860800", "4G, 4294967296", "2g, 2147483648"})
  void sizesHaveUnits(String size, long bytes) {
    assertThat(GpuMemory.limit(size)).isEqualTo(bytes);
  }

  @Test
  void withoutTheSettingThereIsNoLimit() {
    assertThat(GpuMemory.limit("")).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4 G", "-1", "4T", "G", "0.5G"})
  void otherSizesAreRejectedWithTheirSetting(String size) {
    assertThatThrownBy(() -> GpuMemory.limit(size))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("lautum.gpu.maxbytes = %s: expected a size such as 4G or 800M", size);
  }

  @Test
  void allocationBeyondTheLimitIsNotCounted() {
    GpuMemory memory = new GpuMemory(100);

    assertThat(memory.reserve(60)).isTrue();
    assertThat(memory.reserve(41)).isFalse();
    assertThat(memory.reserve(40)).isTrue();
    memory.release(70);

    assertThat(memory.allocated()).isEqualTo(30);
    assertThat(memory.peak()).isEqualTo(100);
  }
}

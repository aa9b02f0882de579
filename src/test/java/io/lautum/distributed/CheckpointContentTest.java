package io.lautum.distributed;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.nio.ByteBuffer;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointContentTest {
  /** Magic number, iteration, no weights, no updater, one worker's one number. */
  private final ByteBuffer state =
      ByteBuffer.allocate(32).putInt(0).putInt(7).putInt(0).putInt(0).putInt(1).putInt(1);

  /** As in a file whose checksum is right. */
  @ParameterizedTest
  @CsvSource({
    "4, -1, an iteration of at least 0",
    "8, 2147483647, 0 to 5 floats",
    "8, -5, 0 to 5 floats",
    "12, 100, 0 to 4 floats",
    "16, 2147483647, 0 to 3 workers' statistics",
    "20, 2, 0 to 1 doubles",
    "20, 0, the end of the state at offset 32",
  })
  void aLengthThatDoesNotFitTheFileIsRefused(int at, int value, String expected) {
    state.putInt(at, value);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(state.array()));
    assertThatThrownBy(() -> new CheckpointContent(new Path("round-1.bin"), in, 32).read())
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("round-1.bin: offset ")
        .hasMessageContaining("expected " + expected);
  }
}

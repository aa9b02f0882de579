package io.lautum.training.distributed;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.training.checkpoint.CheckpointInput;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointContentTest {
  private static final int LENGTH = 39;

  /**
   * Magic number, iteration, no weights, no moments, one averaged vector "a" of one number, no
   * vectors of workers.
   */
  private final ByteBuffer state =
      ByteBuffer.allocate(LENGTH)
          .putInt(0)
          .putInt(7)
          .putInt(0)
          .putInt(0)
          .putInt(1)
          .putShort((short) 1)
          .put((byte) 'a')
          .putInt(1)
          .putDouble(2)
          .putInt(0);

  /** Simulates a manipulated file whose checksum is correct. */
  @ParameterizedTest
  @CsvSource({
    "4, -1, an iteration of at least 0",
    "8, 2147483647, 0 to 6 floats",
    "8, -5, 0 to 6 floats",
    "12, 100, 0 to 5 floats",
    "16, 2147483647, 0 to 3 vectors",
    "20, 2147483647, a name of at most 17 bytes",
    "23, 2, 0 to 1 doubles",
    "35, 9, 0 to 0 workers' vectors",
    "16, 0, 0 to 3 workers' vectors",
  })
  void lengthThatDoesNotFitFileIsRejected(int at, int value, String expected) throws IOException {
    state.putInt(at, value);
    DataInputStream stream = new DataInputStream(new ByteArrayInputStream(state.array()));
    CheckpointInput in = new CheckpointInput(new Path("round-1.bin"), stream, LENGTH);
    in.readInt();
    assertThatThrownBy(() -> CheckpointContent.read(in))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("round-1.bin: offset ")
        .hasMessageContaining("expected " + expected);
  }
}

package io.lautum.experiment.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class LimitedInputTest {
  @Test
  void lengthUpToLimitIsAccepted() throws IOException {
    assertThat(limited(10, 10).readAllBytes()).hasSize(10);
  }

  @Test
  void oneByteAboveLimitIsRejected() {
    for (int skipped : new int[] {0, 5}) {
      assertThatThrownBy(
              () -> {
                InputStream in = limited(11, 10);
                in.skip(skipped);
                in.readAllBytes();
              })
          .isInstanceOf(DataException.class)
          .hasMessage("f: offset 10: expected at most 10 bytes, found more");
    }
  }

  /** An endless file would exhaust the memory. */
  @Test
  void lengthOfJsonIsLimited() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return ' ';
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            java.util.Arrays.fill(target, offset, offset + length, (byte) ' ');
            return length;
          }
        };
    assertThatThrownBy(() -> Json.read(endless, "f", "an object", Object.class))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected at most 67108864 bytes");
  }

  @Test
  void nestingOfJsonIsLimited() {
    String deep = "[".repeat(100_000);
    assertThatThrownBy(() -> Json.readLine(deep, "f, line 1", "an object", Object.class))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("f, line 1");
  }

  private static InputStream limited(int length, int limit) {
    return new LimitedInput(new ByteArrayInputStream(new byte[length]), "f", limit);
  }
}

package io.lautum.data.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedEncodersTest {
  private static final Configuration HADOOP = new Configuration(false);
  private static final EncoderSettings PLAIN = EncoderSettings.DEFAULTS.withPlainLevels();

  @TempDir private Path folder;

  private String write(String name, int side) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, OnnxFixture.usual(side).toByteArray());
    return file.toString();
  }

  private static String digest(String file) throws IOException {
    try (OnnxEncoder encoder = OnnxEncoder.open(HADOOP, file, PLAIN, 1)) {
      return encoder.digest();
    }
  }

  private static SharedEncoders.Lease lease(String file, String digest) throws IOException {
    return SharedEncoders.lease(HADOOP, file, digest, PLAIN, 1);
  }

  @Test
  void tasksShareAnEncoderUntilAnotherIsNeeded() throws Exception {
    String first = write("first.onnx", 2);
    String second = write("second.onnx", 3);
    String digest = digest(first);
    SharedEncoders.Lease one = lease(first, digest);
    SharedEncoders.Lease two = lease(first, digest);
    assertThat(two.encoder()).isSameAs(one.encoder());
    one.close();

    // The second task still uses the first encoder.
    lease(second, digest(second)).close();
    EncoderBatch batch = two.encoder().batch();
    batch.add("black", new byte[12]);
    assertThat(batch.encode()[0]).containsExactly(0.5f, -1);
    two.close();

    try (SharedEncoders.Lease again = lease(first, digest)) {
      assertThat(again.encoder()).isSameAs(one.encoder());
    }
    lease(write("third.onnx", 4), digest(folder.resolve("third.onnx").toString())).close();
    try (SharedEncoders.Lease again = lease(first, digest)) {
      assertThat(again.encoder()).isNotSameAs(one.encoder());
    }
  }

  @Test
  void anotherFileThanTheDriversIsRejected() throws Exception {
    String file = write("changed.onnx", 2);
    String digest = digest(file);
    write("changed.onnx", 3);
    assertThatThrownBy(() -> lease(file, digest))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("expected the same file on all machines and until the end");
  }
}

package io.lautum.network.engine.cudnn;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The source text of the kernels. */
final class KernelSource {
  private static final String RESOURCE = "kernels.cu";

  private KernelSource() {}

  static String read() {
    try (InputStream source = KernelSource.class.getResourceAsStream(RESOURCE)) {
      return new String(source.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

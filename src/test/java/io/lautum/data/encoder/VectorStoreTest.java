package io.lautum.data.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorStoreTest {
  @TempDir private Path folder;
  private VectorStore store;

  @BeforeEach
  void open() throws IOException {
    store = new VectorStore(new Configuration(false), folder.toString(), 3);
  }

  private static byte[] digest(int i) {
    return DigestUtils.sha256(new byte[] {(byte) i});
  }

  private static float[] vector(int i) {
    return new float[] {i, -0.1f * i, 1e-30f};
  }

  private void write(int from, int to) throws IOException {
    try (VectorStore.Writer writer = store.writer()) {
      for (int i = from; i < to; i++) {
        writer.add(digest(i), vector(i));
      }
    }
  }

  private KnownVectors known() throws IOException {
    List<byte[]> digests = new ArrayList<>();
    for (String name : store.names()) {
      digests.add(store.digests(name));
    }
    return KnownVectors.of(store.names(), digests);
  }

  @Test
  void readsTheVectorsOfAllFiles() throws IOException {
    assertThat(store.size()).isZero();
    for (int file = 0; file < 20; file++) {
      write(5 * file, 5 * file + 5);
    }
    // A task without new vectors writes no file.
    write(0, 0);
    assertThat(store.names()).hasSize(20);
    assertThat(store.size()).isEqualTo(100);
    KnownVectors known = known();
    try (KnownVectors.Reader reader = known.reader(store)) {
      for (int i = 99; i >= 0; i--) {
        assertThat(known.images().contains(digest(i))).isTrue();
        assertThat(reader.vector(digest(i))).isEqualTo(vector(i));
      }
    }
    assertThat(known.images().contains(digest(100))).isFalse();
  }

  @Test
  void incompleteFilesDoNotCount() throws IOException {
    write(0, 2);
    Files.write(folder.resolve(".x.vectors.tmp"), new byte[7]);
    assertThat(store.size()).isEqualTo(2);
  }

  @Test
  void damagedFilesAreNamed() throws IOException {
    write(0, 4);
    KnownVectors known = known();
    String name = store.names().get(0);
    Path file = folder.resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    bytes[44] ^= 1;
    Files.delete(folder.resolve("." + name + ".crc"));
    Files.write(file, bytes);
    try (KnownVectors.Reader reader = known.reader(store)) {
      assertThat(reader.vector(digest(0))).isEqualTo(vector(0));
      assertThatThrownBy(() -> reader.vector(digest(1)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(name + ": damaged; delete this file");
    }
    Files.write(file, new byte[45]);
    assertThatThrownBy(() -> store.digests(name))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(name + ": damaged; delete this file");
  }
}

package io.lautum.data.read;

import static io.lautum.data.read.ImageFixture.colour;
import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.TarFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives with misleading paths, sizes or ends. */
class TarEscapeTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream tar = new ByteArrayOutputStream();
  private final TarArchiveOutputStream archive = new TarArchiveOutputStream(tar);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../train/a/0.png",
        "train/a/../../../x.png",
        "train/../train/a/0.png",
        "train/.."
      })
  void pathOutOfTheArchiveIsRejected(String name) throws IOException {
    add(name, colour(0));
    dataset();
    fails("a.tar", "without \"..\"", name);
  }

  @Test
  void absolutePathIsRejected() throws IOException {
    archive.putArchiveEntry(new TarArchiveEntry("/train/a/0.png", true));
    archive.closeArchiveEntry();
    dataset();
    fails("a.tar", "paths inside it", "/train/a/0.png");
  }

  @ParameterizedTest
  @ValueSource(bytes = {TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_CHR})
  void linkOrDeviceIsRejected(byte type) throws IOException {
    TarArchiveEntry link = new TarArchiveEntry("train/a/0.png", type);
    link.setLinkName("../../../secret.png");
    archive.putArchiveEntry(link);
    archive.closeArchiveEntry();
    dataset();
    fails("a.tar", "train/a/0.png");
  }

  @Test
  void nothingIsEverWritten() throws IOException {
    dataset();
    Path file = write("a.tar");
    new ImageFolderReader(file.toString(), List.of()).info(HADOOP);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void controlCharacterInAClassNameIsRejected() throws IOException {
    add("train/a\u001b[2J/0.png", colour(0));
    dataset();
    fails("a.tar", "printable characters", "\\u001b[2J");
  }

  /** Truncates after each entry; only the missing blocks of zeros show it. */
  @Test
  void archiveTruncatedBetweenEntriesIsRejected() throws IOException {
    dataset();
    archive.close();
    byte[] whole = tar.toByteArray();
    int block = 512;
    int entry = block + (colour(0).length + block - 1) / block * block;
    for (int entries = 1; entries <= 3; entries++) {
      Files.write(folder.resolve("a.tar"), Arrays.copyOf(whole, entries * entry));
      assertRejected("a.tar", "the end of the file before the blocks of zeros");
    }
    // Old programs write only one block of the two.
    Files.write(folder.resolve("a.tar"), Arrays.copyOf(whole, 3 * entry + block));
    assertThat(reader("a.tar").info(HADOOP).classes()).containsExactly("a");
  }

  @Test
  void contentFarLargerThanItsFileIsRejected() throws IOException {
    dataset();
    add("notes.bin", new byte[80 << 20]);
    fails("a.tar.xz", "expected content of at most", "found more");
  }

  private void dataset() throws IOException {
    add("train/a/1.png", colour(1));
    add("train/a/2.png", colour(2));
    add("test/a/3.png", colour(3));
  }

  private void add(String name, byte[] content) throws IOException {
    TarFixture.add(archive, name, content);
  }

  private Path write(String name) throws IOException {
    archive.close();
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        OutputStream packed = name.endsWith("xz") ? new XZCompressorOutputStream(out, 0) : out) {
      tar.writeTo(packed);
    }
    return file;
  }

  private void fails(String name, String... parts) throws IOException {
    write(name);
    assertRejected(name, parts);
  }

  private void assertRejected(String name, String... parts) {
    assertThatThrownBy(() -> reader(name).info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(name)
        .hasMessageContainingAll(parts);
  }

  private ImageFolderReader reader(String name) {
    return new ImageFolderReader(folder.resolve(name).toString(), List.of());
  }
}

package io.lautum.data.read.images;

import static io.lautum.data.read.ImageFixture.colour;
import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.TarFixture;
import io.lautum.data.read.Reading;
import io.lautum.data.read.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives with misleading paths, sizes or ends. */
class TarEscapeTest {
  @TempDir Path folder;

  private final TarFixture tar = new TarFixture();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../train/a/0.png",
        "train/a/../../../x.png",
        "train/../train/a/0.png",
        "train/.."
      })
  void pathOutOfTheArchiveIsRejected(String name) throws IOException {
    tar.add(name, colour(0));
    dataset();
    fails("a.tar", "without \"..\"", name);
  }

  @Test
  void absolutePathIsRejected() throws IOException {
    tar.add(new TarArchiveEntry("/train/a/0.png", true));
    dataset();
    fails("a.tar", "paths inside it", "/train/a/0.png");
  }

  @ParameterizedTest
  @ValueSource(bytes = {TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_CHR})
  void linkOrDeviceIsRejected(byte type) throws IOException {
    TarArchiveEntry link = new TarArchiveEntry("train/a/0.png", type);
    link.setLinkName("../../../secret.png");
    tar.add(link);
    dataset();
    fails("a.tar", "train/a/0.png");
  }

  @Test
  void nothingIsEverWritten() throws IOException {
    dataset();
    Path file = tar.write(folder.resolve("a.tar"));
    new ImageFolderReader(file.toString(), List.of()).info(HADOOP);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void controlCharacterInAClassNameIsRejected() throws IOException {
    tar.add("train/a\u001b[2J/0.png", colour(0));
    dataset();
    fails("a.tar", "printable characters", "\\u001b[2J");
  }

  /** Truncates after each entry; only the missing blocks of zeros show it. */
  @Test
  void archiveTruncatedBetweenEntriesIsRejected() throws IOException {
    dataset();
    byte[] whole = tar.finished();
    int block = 512;
    int entry = block + (colour(0).length + block - 1) / block * block;
    for (int entries = 1; entries <= 4; entries++) {
      Files.write(folder.resolve("a.tar"), Arrays.copyOf(whole, entries * entry));
      assertRejected("a.tar", "the end of the file before the blocks of zeros");
    }
    // Old programs write only one block of the two.
    Files.write(folder.resolve("a.tar"), Arrays.copyOf(whole, 4 * entry + block));
    assertThat(reader("a.tar").info(HADOOP).classes()).containsExactly("a", "b");
  }

  @Test
  void contentFarLargerThanItsFileIsRejected() throws IOException {
    dataset();
    tar.add("notes.bin", new byte[80 << 20]);
    fails("a.tar.xz", "expected content of at most", "found more");
  }

  private void dataset() throws IOException {
    tar.add("train/a/1.png", colour(1));
    tar.add("train/a/2.png", colour(2));
    tar.add("test/a/3.png", colour(3));
    tar.add("train/b/4.png", colour(4));
  }

  private void fails(String name, String... parts) throws IOException {
    tar.write(folder.resolve(name));
    assertRejected(name, parts);
  }

  private void assertRejected(String name, String... parts) {
    assertThatThrownBy(() -> Reading.all(reader(name), Split.TRAIN, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(name)
        .hasMessageContainingAll(parts);
  }

  private ImageFolderReader reader(String name) {
    return new ImageFolderReader(folder.resolve(name).toString(), List.of());
  }
}

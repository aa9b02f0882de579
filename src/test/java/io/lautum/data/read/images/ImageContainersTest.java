package io.lautum.data.read.images;

import static io.lautum.data.read.ImageFixture.colour;
import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.TarFixture;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.Reading;
import io.lautum.data.read.Split;
import io.lautum.experiment.config.LayoutConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Archives and links. */
class ImageContainersTest {
  private static final List<String> FILES =
      List.of("set/train/a/1.png", "set/train/b/2.png", "set/train/b/3.png", "set/test/a/4.png");

  @TempDir Path folder;

  @Test
  void zipIsReadFromTheFileOrItsFolder() throws Exception {
    Path zip = zip(FILES, colour(1));

    for (Path path : List.of(zip, folder)) {
      DatasetReader reader = reader(path, false);
      assertThat(reader.info(HADOOP).classes()).containsExactly("a", "b");
      assertThat(Reading.all(Reading.sent(reader), Split.TRAIN, 2))
          .extracting(Example::label)
          .containsExactly(0, 1, 1);
    }
  }

  @Test
  void contentDecidesOnTheKindOfArchive() throws IOException {
    TarFixture tar = new TarFixture();
    for (String name : FILES) {
      tar.add(name, colour(1));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new BZip2CompressorOutputStream(bytes)) {
      out.write(tar.finished());
    }
    Path file = Files.write(folder.resolve("download"), bytes.toByteArray());

    assertThat(reader(file, false).info(HADOOP).classes()).containsExactly("a", "b");
    Files.write(file, new byte[600]);
    fails(file, "a zip or tar archive", "found another file");
  }

  @Test
  void pathsOutOfAZipAreRejected() throws IOException {
    fails(zip(List.of("train/a/1.png", "../evil.png"), colour(1)), "without \"..\"", "evil.png");
    fails(zip(List.of("/train/a/1.png"), colour(1)), "paths inside it", "/train/a/1.png");
  }

  @Test
  void zipBombIsRejectedBeforeItIsUnpacked() throws IOException {
    fails(zip(FILES, new byte[40 << 20]), "contents of at most", "found more");
  }

  @Test
  void damagedZipEntryIsNamed() throws IOException {
    Path zip = zip(FILES, colour(1));
    byte[] bytes = Files.readAllBytes(zip);
    bytes[50] ^= 0x55;
    Files.write(zip, bytes);

    fails(zip, "set/train/a/1.png");
  }

  @Test
  void truncatedZipIsRejected() throws IOException {
    Path zip = zip(FILES, colour(1));
    byte[] bytes = Files.readAllBytes(zip);
    Files.write(zip, Arrays.copyOf(bytes, bytes.length / 2));

    fails(zip, "directory of a zip archive", "incomplete");
  }

  /** As 7-Zip creates archives: method 14 is LZMA, and the lowest bit of the flags encryption. */
  @ParameterizedTest
  @CsvSource({"2, 14, compressed with LZMA", "0, 1, encrypted"})
  void zipWithoutDeflateIsRejectedInOneLine(int field, int value, String found) throws IOException {
    Path zip = zip(FILES, colour(1));
    byte[] bytes = Files.readAllBytes(zip);
    for (int i = 0; i < bytes.length - 4; i++) {
      boolean local = bytes[i + 2] == 3 && bytes[i + 3] == 4;
      boolean listed = bytes[i + 2] == 1 && bytes[i + 3] == 2;
      if (bytes[i] == 'P' && bytes[i + 1] == 'K' && (local || listed)) {
        bytes[i + (local ? 6 : 8) + field] |= (byte) value;
        bytes[i + (local ? 6 : 8) + field] &= (byte) (field == 0 ? 0xff : value);
      }
    }
    Files.write(zip, bytes);
    fails(zip, "set.zip: expected", "found set/train/a/1.png " + found, "unpack the archive");
    assertThatThrownBy(() -> reader(zip, false).info(HADOOP)).isInstanceOf(DataException.class);
  }

  @Test
  void linksInsideAreFollowedAndThoseOutsideNeedAKey() throws IOException {
    Path set = folder.resolve("set");
    for (String name : FILES) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, colour(1));
    }
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.write(other.resolve("9.png"), colour(9));
    Files.createSymbolicLink(set.resolve("train/a/5.png"), Path.of("1.png"));
    assertThat(Reading.all(reader(set, false), Split.TRAIN, 1)).hasSize(4);

    Files.createSymbolicLink(set.resolve("train/c"), other);
    fails(
        set, "train/c", "found a link to", "; copy that here, or set the key follow-links = true");
    assertThat(Reading.all(reader(set, true), Split.TRAIN, 1)).hasSize(5);

    Files.createSymbolicLink(set.resolve("train/a/loop"), set);
    assertThatThrownBy(() -> reader(set, true).info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no link to a folder that contains it");
    Files.delete(set.resolve("train/a/loop"));
    Files.delete(set.resolve("train/c"));
    Files.createSymbolicLink(set.resolve("train/a/gone.png"), Path.of("nowhere.png"));
    fails(set, "gone.png", "found a link to none");
  }

  @Test
  void colonsInNamesWork() throws IOException {
    for (String name : List.of("train/a:1/10:30.png", "train/b/2.png", "test/b/x:y.png")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, colour(1));
    }

    DatasetReader reader = reader(folder, false);
    assertThat(reader.info(HADOOP).classes()).containsExactly("a:1", "b");
    assertThat(Reading.all(reader, Split.TRAIN, 1)).hasSize(2);
  }

  private Path zip(List<String> names, byte[] content) throws IOException {
    Path file = folder.resolve("set.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
      }
    }
    return file;
  }

  private static DatasetReader reader(Path path, boolean followLinks) {
    return new ImageFolderReader(
        path.toString(), List.of(), new LayoutConfig("fine", 0.2, 1, followLinks, "", "", ""));
  }

  private static void fails(Path path, String... parts) {
    assertThatThrownBy(() -> Reading.all(reader(path, false), Split.TRAIN, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }
}

package io.lautum.data.read.images;

import static io.lautum.data.read.ImageFixture.colour;
import static io.lautum.data.read.ImageFixture.pixels;
import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.TarFixture;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.Reading;
import io.lautum.data.read.Split;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TarContainerTest {
  @TempDir Path folder;

  private final TarFixture tar = new TarFixture();

  @ParameterizedTest
  @CsvSource({
    "a.tar, ''",
    "a.tar.gz, ./",
    "a.tgz, images/",
    "a.tar.xz, ./deep/",
  })
  void archiveOrderIsKeptForEveryCompressionAndLeadingFolder(String name, String root)
      throws Exception {
    dataset(root);
    DatasetReader reader = Reading.sent(reader(tar.write(folder.resolve(name))));

    assertThat(reader.info(HADOOP).shape()).isEqualTo(new ImageShape(3, 2, 3));
    assertThat(reader.info(HADOOP).classes()).containsExactly("ant", "cat");
    for (int slices : new int[] {1, 2, 5}) {
      List<Example> train = Reading.all(reader, Split.TRAIN, slices);
      assertThat(train).extracting(Example::id).containsExactly(0L, 1L, 2L);
      assertThat(train).extracting(Example::label).containsExactly(1, 0, 1);
      assertThat(train)
          .extracting(Example::pixels)
          .containsExactly(pixels(3, 50), pixels(3, 30), pixels(3, 10));
      assertThat(Reading.all(reader, Split.TEST, slices))
          .extracting(Example::label)
          .containsExactly(0);
    }
  }

  @Test
  void folderWithOneArchiveIsRead() throws IOException {
    dataset("");
    tar.write(folder.resolve("a.tar.gz"));

    assertThat(reader(folder).info(HADOOP).classes()).containsExactly("ant", "cat");
  }

  @Test
  void folderWithTwoArchivesIsRejected() throws IOException {
    dataset("");
    tar.write(folder.resolve("a.tar.gz"));
    tar.write(folder.resolve("b.tar"));

    fails(folder, "exactly one archive", "a.tar.gz", "b.tar");
  }

  @Test
  void emptyClassFolderIsLeftOutWithANote() throws IOException {
    dataset("");
    tar.add(new TarArchiveEntry("train/bee/"));

    DatasetInfo info = reader(tar.write(folder.resolve("a.tar"))).info(HADOOP);
    assertThat(info.classes()).containsExactly("ant", "cat");
    assertThat(info.notes())
        .extracting(DatasetNote::text)
        .contains("class bee has no images and is left out");
  }

  @Test
  void twoLeadingFoldersAreRejected() throws IOException {
    dataset("one/");
    tar.add("two/train/cat/0.png", colour(0));

    fails(tar.write(folder.resolve("a.tar")), "the folders of one dataset", "one, two");
  }

  @Test
  void linksAreNotFollowed() throws IOException {
    TarArchiveEntry link = new TarArchiveEntry("train/ant/link.png", TarConstants.LF_SYMLINK);
    link.setLinkName("/etc/hostname");
    tar.add(link);
    dataset("");

    fails(
        tar.write(folder.resolve("a.tar")),
        "train/ant/link.png",
        "expected a regular file",
        "link");
  }

  @Test
  void declaredEntrySizeIsBounded() throws IOException {
    TarArchiveEntry large = new TarArchiveEntry("train/ant/large.png");
    large.setSize(5L << 30);
    tar.archive().setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
    tar.archive().putArchiveEntry(large);
    Path file = Files.write(folder.resolve("a.tar"), tar.unfinished());

    fails(file, "a.tar", "intact tar entry", "Truncated");
  }

  @Test
  void extendedHeadersAreBounded() throws IOException {
    TarArchiveEntry name = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
    name.setSize(3 << 20);
    tar.archive().putArchiveEntry(name);
    tar.archive().write(new byte[3 << 20]);
    tar.archive().closeArchiveEntry();
    dataset("");

    fails(tar.write(folder.resolve("a.tar.gz")), "headers of at most 1048576 bytes");
  }

  /** CVE-2023-42503: a decimal number was computed to its last digit. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mtime",
        "atime",
        "ctime",
        "LIBARCHIVE.creationtime",
        "size",
        "uid",
        "gid",
        "SCHILY.devminor",
        "SCHILY.devmajor",
        "GNU.sparse.size",
        "GNU.sparse.realsize"
      })
  @Timeout(10)
  void exponentInAnExtendedHeaderIsRejectedAtOnce(String key) throws IOException {
    tar.addExtendedHeader(key + "=1e99999999");
    dataset("");

    fails(tar.write(folder.resolve("a.tar")), "a.tar", "intact tar entry");
  }

  @Test
  void extendedHeaderWithADecimalTimeIsRead() throws IOException {
    tar.addExtendedHeader("mtime=1700000000.123456789", "uid=7");
    dataset("");

    assertThat(reader(tar.write(folder.resolve("a.tar"))).info(HADOOP).classes())
        .containsExactly("ant", "cat");
  }

  @Test
  void largeEntryOfAnotherTypeIsSkipped() throws IOException {
    tar.add("notes.bin", new byte[3 << 20]);
    dataset("");

    assertThat(reader(tar.write(folder.resolve("a.tar"))).info(HADOOP).classes())
        .containsExactly("ant", "cat");
  }

  @Test
  void truncatedTarIsRejected() throws IOException {
    dataset("");
    Path file = folder.resolve("a.tar");
    Files.write(file, Arrays.copyOf(tar.finished(), 512 * 5 + 20));

    fails(file, "a.tar", "unpacked archive", "intact tar entry");
  }

  @Test
  void contentOtherThanTarIsRejected() throws IOException {
    Path file = folder.resolve("a.tar");
    Files.write(file, "no archive at all".repeat(100).getBytes(StandardCharsets.US_ASCII));

    fails(file, "a.tar", "intact tar entry");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.tar.gz", "a.tar.xz"})
  void truncatedCompressionIsRejected(String name) throws IOException {
    dataset("");
    Path file = tar.write(folder.resolve(name));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 6));

    fails(file, name, "intact compressed data");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.tar.gz", "a.tar.xz"})
  void contentDecidesOnCompression(String name) throws IOException {
    dataset("");
    Path file = Files.write(folder.resolve(name), tar.finished());

    assertThat(reader(file).info(HADOOP).classes()).containsExactly("ant", "cat");
  }

  /** As {@code tar -r} makes it. */
  @ParameterizedTest
  @ValueSource(strings = {"train/cat/5.png", "test/ant/9.png"})
  void aPathThatOccursTwiceIsRejected(String path) throws IOException {
    dataset("");
    tar.add("./" + path, colour(2));

    fails(tar.write(folder.resolve("a.tar")), "a.tar: expected each path once", path + " twice");
  }

  /** GNU's tar stores a file that has two names once; {@code 7} has no suffix of an image. */
  @ParameterizedTest
  @ValueSource(strings = {"train/ant/7.png", "train/ant/7"})
  void hardLinkIsRejectedInOneLine(String path) throws IOException {
    dataset("");
    TarArchiveEntry link = new TarArchiveEntry(path, TarConstants.LF_LINK);
    link.setLinkName("train/ant/3.png");
    tar.add(link);
    Path file = tar.write(folder.resolve("a.tar"));

    fails(file, "found " + path + ", a hard link to train/ant/3.png", "tar --hard-dereference");
    assertThatThrownBy(() -> reader(file).info(HADOOP)).isInstanceOf(DataException.class);
  }

  private void dataset(String root) throws IOException {
    tar.add(root + "test/ant/9.png", colour(90));
    tar.add(root + "train/cat/5.png", colour(50));
    tar.add(root + "train/cat/.DS_Store", new byte[9]);
    tar.add(root + "train/ant/3.png", colour(30));
    tar.add(root + "train/cat/1.png", colour(10));
    tar.add(root + "LICENSE", new byte[9]);
  }

  private static ImageFolderReader reader(Path path) {
    return new ImageFolderReader(path.toString(), List.of());
  }

  private static void fails(Path path, String... parts) {
    assertThatThrownBy(() -> Reading.all(reader(path), Split.TRAIN, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }
}

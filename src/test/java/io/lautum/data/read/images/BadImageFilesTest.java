package io.lautum.data.read.images;

import static io.lautum.data.read.ImageFixture.colour;
import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.TarFixture;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.FileFindings;
import io.lautum.data.read.Reading;
import io.lautum.data.read.Split;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader reports bad files and goes on. */
class BadImageFilesTest {
  @TempDir Path folder;

  @BeforeEach
  void dataset() throws IOException {
    for (String name : List.of("train/a/1", "train/a/3", "train/b/1", "train/b/3", "test/a/1")) {
      write(name + ".png", colour(1));
    }
  }

  private Path write(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, content);
  }

  /** The findings of all slices: bad files as "path: fault" and warnings, by id. */
  private static final class Found implements FileFindings {
    private final Map<Long, String> bad = new TreeMap<>();
    private final Map<Long, String> warned = new TreeMap<>();

    @Override
    public void bad(long id, String path, DataException fault) {
      assertThat(bad.put(id, path + ": " + FileFindings.text(path, fault))).isNull();
    }

    @Override
    public void warned(long id, String path, List<String> warnings) {
      assertThat(warned.put(id, path + ": " + warnings)).isNull();
    }
  }

  /** Reads the training set in one to seven slices, which must agree. */
  private Found read(Path path, int... labels) throws IOException {
    DatasetReader reader = new ImageFolderReader(path.toString(), List.of());
    reader.info(HADOOP);
    Found first = null;
    for (int slices : new int[] {1, 2, 7}) {
      Found found = new Found();
      Map<Long, Integer> examples = new TreeMap<>();
      for (int slice = 0; slice < slices; slice++) {
        try (DatasetReader.Examples part =
            Reading.sent(reader).read(HADOOP, Split.TRAIN, slice, slices, found)) {
          while (part.hasNext()) {
            Example example = part.next();
            examples.put(example.id(), example.label());
          }
        }
      }
      assertThat(examples.values())
          .containsExactly(Arrays.stream(labels).boxed().toArray(Integer[]::new));
      TreeSet<Long> ids = new TreeSet<>(examples.keySet());
      ids.addAll(found.bad.keySet());
      assertThat(ids).hasSize(examples.size() + found.bad.size()).last().isEqualTo(ids.size() - 1L);
      first = first == null ? found : first;
      assertThat(found.bad).isEqualTo(first.bad);
      assertThat(found.warned).isEqualTo(first.warned);
    }
    return first;
  }

  @Test
  void everyKindOfBadFileIsReported() throws IOException {
    write("train/a/2.PNG", new byte[0]);
    write("train/a/4.jpeg", "text".getBytes());
    write("train/b/0.png", Arrays.copyOf(colour(2), 60));
    Files.createSymbolicLink(folder.resolve("train/b/2.png"), Path.of("nowhere.png"));
    Files.createSymbolicLink(folder.resolve("train/b/4"), Path.of("4"));
    try (RandomAccessFile huge =
        new RandomAccessFile(folder.resolve("train/b/5.Tiff").toFile(), "rw")) {
      huge.setLength((64 << 20) + 1);
    }

    Found found = read(folder, 0, 0, 1, 1);

    assertThat(found.bad.keySet()).containsExactly(1L, 3L, 4L, 6L, 8L, 9L);
    assertBad(found, 1, "train/a/2.PNG", "found 0");
    assertBad(found, 3, "train/a/4.jpeg", "expected the first bytes of a");
    assertBad(found, 4, "train/b/0.png", "expected an intact image");
    assertBad(found, 6, "train/b/2.png", "found a link to none");
    assertBad(found, 8, "train/b/4", "found a link to none");
    assertBad(found, 9, "train/b/5.Tiff", "found 67108865");
  }

  private void assertBad(Found found, long id, String path, String fault) {
    assertThat(found.bad.get(id)).startsWith("file:" + folder.resolve(path) + ": ").contains(fault);
  }

  @Test
  void filesOfOtherKindsAreNotBad() throws IOException {
    write("train/a/Thumbs.db", new byte[0]);
    write("train/a/notes.txt", new byte[0]);
    write("train/a/unknown", "text".getBytes());
    Files.createSymbolicLink(folder.resolve("train/a/gone.txt"), Path.of("nowhere.txt"));
    assertThat(read(folder, 0, 0, 1, 1).bad).isEmpty();
  }

  /** The link may have led to all images of a class. */
  @Test
  void linkThatMayStandForAClassIsFatal() throws IOException {
    Files.createSymbolicLink(folder.resolve("train/c"), Path.of("nowhere"));
    assertThatThrownBy(() -> read(folder))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("train/c", "found a link to none");
  }

  @Test
  void linkOutOfTheFolderIsFatal() throws IOException {
    Path other = Files.createTempFile("other", ".png");
    try {
      Files.createSymbolicLink(folder.resolve("train/a/2.png"), other);
      assertThatThrownBy(() -> read(folder))
          .isInstanceOf(DataException.class)
          .hasMessageContainingAll("train/a/2.png", "follow-links = true");
    } finally {
      Files.delete(other);
    }
  }

  @Test
  void warningsAreReported() throws IOException {
    byte[] whole = colour(1);
    write("train/a/2.png", Arrays.copyOf(whole, whole.length + 3));
    Found found = read(folder, 0, 0, 0, 1, 1);
    assertThat(found.bad).isEmpty();
    assertThat(found.warned.keySet()).containsExactly(1L);
    assertThat(found.warned.get(1L)).contains("train/a/2.png: [3 bytes after");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shapeIsThatOfTheIntactImages(boolean intact) throws IOException {
    for (String name : List.of("train/a/1", "train/a/3", "train/b/1", "train/b/3", "test/a/1")) {
      write(name + ".png", new byte[9]);
    }
    if (intact) {
      write("test/b/1.png", colour(1));
    }
    DatasetReader reader = new ImageFolderReader(folder.toString(), List.of());
    assertThat(reader.info(HADOOP).shape())
        .isEqualTo(intact ? new ImageShape(3, 2, 3) : new ImageShape(1, 1, 1));
    assertThat(read(folder).bad).hasSize(4);
  }

  @Test
  void damagedEntryOfAZipIsBad() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : List.of("train/a/1.png", "train/b/2", "train/b/3.png", "test/a/4.png")) {
        ZipEntry entry = new ZipEntry(name);
        zip.putNextEntry(entry);
        zip.write(colour(1));
        zip.closeEntry();
      }
    }
    byte[] archive = bytes.toByteArray();
    int second =
        new String(archive, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("train/b/2");
    archive[second + 20] ^= 0x55;
    Path file = Files.write(folder.resolve("x.zip"), archive);

    Found found = read(file, 0, 1);

    assertThat(found.bad.keySet()).containsExactly(1L);
    assertThat(found.bad.get(1L)).contains("x.zip/train/b/2: ");
  }

  @Test
  void linkInATarIsBadAndATruncatedTarIsFatal() throws IOException {
    TarFixture tar = new TarFixture();
    tar.add("train/a/1.png", colour(1));
    TarArchiveEntry link = new TarArchiveEntry("train/a/2.png", TarConstants.LF_SYMLINK);
    link.setLinkName("../../../secret.png");
    tar.add(link);
    tar.add("train/b/3.png", new byte[5]);
    tar.add("train/b/4.png", colour(1));
    tar.add("test/a/5.png", colour(1));
    byte[] archive = tar.finished();
    Path file = Files.write(folder.resolve("x.tar"), archive);

    Found found = read(file, 0, 1);

    assertThat(found.bad.keySet()).containsExactly(1L, 2L);
    assertThat(found.bad.get(1L)).contains("train/a/2.png", "a link or special file");
    Files.write(file, Arrays.copyOf(archive, 512 * 7));
    assertThatThrownBy(() -> read(file)).isInstanceOf(DataException.class);
  }
}

package io.lautum.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderListsTest {
  @TempDir Path folder;
  private final FolderLists lists = new FolderLists(new Configuration());

  private static org.apache.hadoop.fs.Path hadoop(Path path) {
    return new org.apache.hadoop.fs.Path(path.toString());
  }

  private void write(String name, int bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[bytes]);
  }

  private List<ContainerEntry> listed() throws IOException {
    return lists.entries(hadoop(folder), entry -> true);
  }

  @Test
  void contentIsSortedByNameWithSizesAndWithoutSystemFiles() throws IOException {
    write("b.png", 3);
    write("a:b.png", 200);
    write("Thumbs.db", 1);
    write(".hidden", 1);
    write("ab/c.png", 1);
    assertThat(listed())
        .containsExactly(
            new ContainerEntry("a:b.png", false, 200),
            new ContainerEntry("ab", true, 0),
            new ContainerEntry("b.png", false, 3));
  }

  @Test
  void linksHaveTheKindAndSizeOfTheirTargets() throws IOException {
    write("a/0.png", 7);
    Files.createSymbolicLink(folder.resolve("file"), folder.resolve("a/0.png"));
    Files.createSymbolicLink(folder.resolve("folder"), folder.resolve("a"));
    Files.createSymbolicLink(folder.resolve("nowhere"), folder.resolve("b"));
    assertThat(listed())
        .containsExactly(
            new ContainerEntry("a", true, 0),
            new ContainerEntry("file", false, 7),
            new ContainerEntry("folder", true, 0),
            new ContainerEntry("nowhere", false, ContainerEntry.NOWHERE));
  }

  /** Java cannot open such a file, and would say that it does not exist. */
  @Test
  void namesInOtherCharsetsAreRejected() throws Exception {
    String latin = "touch \"$(printf 'K\\344se.png')\"";
    Process touch =
        new ProcessBuilder("bash", "-c", latin).directory(folder.toFile()).inheritIO().start();
    assertThat(touch.waitFor()).isZero();
    assertThatThrownBy(this::listed)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected names of files in the charset of the locale")
        .hasMessageContaining("K\ufffdse.png");
  }

  @Test
  void folderIsListedOnceUntilItIsForgotten() throws IOException {
    write("a.png", 1);
    listed();
    write("b.png", 1);
    assertThat(listed()).hasSize(1);
    lists.clear();
    assertThat(listed()).hasSize(2);
  }

  @Test
  void allFoldersBelowAreListedBeforehand() throws IOException {
    write("a/b/0.png", 1);
    write("c/0.png", 1);
    lists.prefetchBelow(hadoop(folder));
    write("a/b/1.png", 1);
    assertThat(lists.entries(hadoop(folder.resolve("a/b")), entry -> true)).hasSize(1);
  }

  @Test
  void missingFolderIsNamed() {
    assertThatThrownBy(() -> lists.entries(hadoop(folder.resolve("none")), entry -> true))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("none");
  }

  /** The memory for lists is bounded, whatever links multiply. */
  @Test
  void listsBeyondTheLimitAreRejected() throws IOException {
    write("a/0.png", 1);
    write("b/0.png", 1);
    FolderLists small = new FolderLists(new Configuration(), 12);
    small.entries(hadoop(folder.resolve("a")), entry -> true);
    assertThatThrownBy(() -> small.entries(hadoop(folder.resolve("b")), entry -> true))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("a quarter of the driver's memory", "2 files", "--driver-memory");
  }
}

package io.lautum.data.read.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnusedFoldersTest {
  @TempDir Path folder;

  @BeforeEach
  void writeImages() throws IOException {
    write("train/cat/1.png", "extra/deep/deeper/1.JPG", "val/1.png", "notes/readme.txt");
    write("more than three levels/a/b/c/d/1.png", ".hidden/1.png", "__MACOSX/1.png", "1.png");
    Files.createDirectories(folder.resolve("empty"));
  }

  @Test
  void foldersWithImagesNextToAPartAreNamed() throws IOException {
    assertThat(unused("train")).containsExactly("extra", "val");
    assertThat(unused("train/")).containsExactly("extra", "val");
  }

  /** Datasets often lie next to other datasets. */
  @Test
  void foldersNextToAnotherNameAreNamedIfTheyAreParts() throws IOException {
    write("pets/cat/1.png", "cars/car/1.png", "Unlabelled/1.png", "pets test/1.png");
    assertThat(unused("pets", folder + "/train")).containsExactly("Unlabelled", "pets test", "val");
  }

  @Test
  void placesThatTheExperimentUsesAreNotNamed() throws IOException {
    assertThat(unused("train", folder + "/val", "file://" + folder + "/extra/deep")).isEmpty();
    assertThat(unused("train", "", folder + "/va", folder + "/extra")).containsExactly("val");
  }

  @Test
  void archivesAndRootsHaveNoFoldersNextToThem() throws IOException {
    assertThat(unused("1.png")).isEmpty();
    assertThat(UnusedFolders.nextTo(new Configuration(false), "/", List.of())).isEmpty();
  }

  @Test
  void linkToAFolderAboveIsNoEndlessSearch() throws IOException {
    Files.createDirectories(folder.resolve("test"));
    Files.createSymbolicLink(folder.resolve("test/again"), Path.of("."));
    assertThat(unused("train")).containsExactly("extra", "val");
  }

  private List<String> unused(String place, String... used) throws IOException {
    return UnusedFolders.nextTo(
        new Configuration(false), folder.resolve(place).toString(), List.of(used));
  }

  private void write(String... names) throws IOException {
    for (Path file : Stream.of(names).map(folder::resolve).toList()) {
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[1]);
    }
  }
}

package io.lautum.data.read.images;

import static io.lautum.data.read.ImageFixture.colour;
import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.read.DatasetNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes that are probably one class, no class, or no classes at all. */
class DoubtfulNamesTest {
  @TempDir Path folder;

  private List<String> notes(String... classes) throws IOException {
    for (String name : classes) {
      for (int i = 0; i < 5; i++) {
        Path file = folder.resolve(name + "/" + i + ".png");
        Files.createDirectories(file.getParent());
        Files.write(file, colour(i));
      }
    }
    return new ImageFolderReader(folder.toString(), List.of())
        .info(HADOOP).notes().stream().map(DatasetNote::text).toList();
  }

  @Test
  void namesThatDifferInSpellingAreNoted() throws IOException {
    assertThat(notes("Cat", "cat", "dog", "1", "1.0"))
        .filteredOn(note -> note.contains("differ only"))
        .hasSize(2)
        .anyMatch(note -> note.startsWith("the classes Cat and cat differ only in case"))
        .anyMatch(note -> note.startsWith("the classes 1 and 1.0 differ only in case"));
    assertThat(DoubtfulNames.alike("caf\u00e9", "Cafe\u0301")).isTrue();
    assertThat(DoubtfulNames.notes(List.of("1", "10", "-1", "1.5", "cat", "cats"))).isEmpty();
  }

  @Test
  void namesOfMissingLabelsAreNoted() throws IOException {
    assertThat(notes("cat", "nan", "dog"))
        .contains("a class is called nan; if its examples have no labels, remove these labels");
  }

  /** As PlantVillage has each image in colour, in grey and without its background. */
  @Test
  void classesOfTheSameFoldersAreNoted() throws IOException {
    assertThat(notes("color/apple", "color/corn", "gray/apple", "gray/corn"))
        .contains(
            "the classes color, gray have folders of the same names, apple, corn; if those are the"
                + " classes, set path to one of the folders color, gray");
  }

  /** As Office-31 has its domains. */
  @Test
  void foldersOfTheSameNamesMayBeInAnother() throws IOException {
    assertThat(
            notes("amazon/images/bag", "amazon/images/cup", "dslr/images/bag", "dslr/images/cup"))
        .anyMatch(note -> note.startsWith("the classes amazon, dslr have folders of the same"));
  }

  @Test
  void classesMayHaveFoldersOfTheirOwn() throws IOException {
    assertThat(notes("cat/1", "cat/2", "dog/1", "dog/3"))
        .noneMatch(note -> note.contains("of the same names"));
  }
}

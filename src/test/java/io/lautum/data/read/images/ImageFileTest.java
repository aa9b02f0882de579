package io.lautum.data.read.images;

import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.read.ImageFixture;
import io.lautum.data.read.Reading;
import io.lautum.data.read.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFileTest {
  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void dataset() throws IOException {
    folder = temporary.resolve("set");
    for (String image :
        List.of("set/train/a/0.png", "set/train/c/0.png", "set/test/a/1.png", "other/a/2.png")) {
      Path file = temporary.resolve(image);
      Files.createDirectories(file.getParent());
      Files.write(file, ImageFixture.colour(3));
    }
  }

  @Test
  void linkToAnotherFolderIsRejected() throws IOException {
    Files.createSymbolicLink(folder.resolve("train/b"), temporary.resolve("other/a"));
    assertRejected(folder, "train/b", "found a link to");
  }

  @Test
  void linkToAnotherFileIsRejected() throws IOException {
    Files.createSymbolicLink(folder.resolve("train/a/9.png"), temporary.resolve("other/a/2.png"));
    assertRejected(folder, "train/a/9.png", "found a link to");
  }

  @Test
  void linksWithinAndToTheDatasetAreFollowed() throws IOException {
    Files.createSymbolicLink(folder.resolve("train/b"), folder.resolve("train/a"));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), folder);
    assertThat(new ImageFolderReader(link.toString(), List.of()).info(HADOOP).classes())
        .containsExactly("a", "b", "c");
  }

  /** A recursive walk would not terminate. */
  @Test
  void cyclicLinkIsRejected() throws IOException {
    Files.createSymbolicLink(folder.resolve("train/a/loop"), folder);
    assertRejected(folder, "train/a/loop", "no link to a folder that contains it");
  }

  @Test
  void emptyFileIsRejected() throws IOException {
    Files.write(folder.resolve("train/a/0.png"), new byte[0]);
    assertRejected(folder, "train/a/0.png", "1 to 67108864 bytes", "found 0");
  }

  private static void assertRejected(Path path, String... parts) {
    assertThatThrownBy(
            () -> Reading.all(new ImageFolderReader(path.toString(), List.of()), Split.TRAIN, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }
}

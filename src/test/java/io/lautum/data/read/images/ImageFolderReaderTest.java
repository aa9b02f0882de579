package io.lautum.data.read.images;

import static io.lautum.data.read.ImageFixture.colour;
import static io.lautum.data.read.ImageFixture.grey;
import static io.lautum.data.read.ImageFixture.pixels;
import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.UserException;
import io.lautum.data.image.Background;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.ImageFixture;
import io.lautum.data.read.Reading;
import io.lautum.data.read.Split;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderReaderTest {
  @TempDir Path folder;

  @BeforeEach
  void writeDataset() throws IOException {
    write("train/cat/1.png", colour(10));
    write("train/cat/0.PNG", colour(0));
    write("train/bee/7.png", colour(70));
    write("train/bee/.hidden", new byte[3]);
    write("train/.trash/0.png", new byte[3]);
    write("train/ant/3.png", colour(30));
    write("test/cat/9.png", grey(90));
    write("test/ant/8.png", grey(80));
    write("test/bee/8.png", grey(80));
    write("README.txt", new byte[3]);
  }

  @Test
  void classesAreSortedAndShapesAreSampled() throws IOException {
    DatasetInfo info = reader().info(HADOOP);
    assertThat(info.shape()).isEqualTo(new ImageShape(3, 2, 3));
    assertThat(info.classes()).containsExactly("ant", "bee", "cat");
  }

  @Test
  void firstImageDoesNotDetermineTheShape() throws Exception {
    BufferedImage first = new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_GRAY);
    write("train/ant/0.png", ImageFixture.encode(first, "png"));

    assertThat(reader().info(HADOOP).shape()).isEqualTo(new ImageShape(3, 2, 3));
    assertThat(Reading.all(reader(), Split.TRAIN, 2).get(0).pixels()).isEqualTo(new byte[18]);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 9})
  void slicesPartitionTheSortedPaths(int slices) throws Exception {
    List<Example> train = Reading.all(Reading.sent(reader()), Split.TRAIN, slices);

    assertThat(train).extracting(Example::id).containsExactly(0L, 1L, 2L, 3L);
    assertThat(train).extracting(Example::label).containsExactly(0, 1, 2, 2);
    assertThat(train)
        .extracting(Example::pixels)
        .containsExactly(pixels(3, 30), pixels(3, 70), pixels(3, 0), pixels(3, 10));
    assertThat(Reading.all(reader(), Split.TEST, slices))
        .extracting(Example::label)
        .containsExactly(0, 1, 2);
  }

  /** The sizes are 2 x 3 and 4 x 6; halving a constant image gives the constant. */
  @Test
  void imagesOfAnySizeAndColourAreFitted() throws Exception {
    BufferedImage large = new BufferedImage(6, 4, BufferedImage.TYPE_BYTE_GRAY);
    large.getRaster().setSamples(0, 0, 6, 4, 0, new int[24]);
    write("train/cat/2.png", ImageFixture.encode(large, "png"));
    ImageFit fit = new ImageFit(new ImageShape(3, 2, 3), ImageFit.Mode.CROP, Background.WHITE);
    ImageFolderReader reader = reader();
    DatasetReader fitted = Reading.sent(reader.fitted(reader.info(HADOOP), fit));

    assertThat(fitted.info(HADOOP).shape()).isEqualTo(new ImageShape(3, 2, 3));
    assertThat(Reading.all(fitted, Split.TRAIN, 2))
        .extracting(Example::pixels)
        .containsExactly(pixels(3, 30), pixels(3, 70), pixels(3, 0), pixels(3, 10), new byte[18]);
  }

  @Test
  void resultOfInfoIsSerializedWithTheReader() throws Exception {
    ImageFolderReader reader = reader();
    DatasetInfo info = reader.info(HADOOP);
    DatasetReader sent = Reading.sent(reader);
    Files.delete(folder.resolve("train/cat/1.png"));

    assertThat(sent.info(HADOOP)).isEqualTo(info);
    fails(() -> Reading.all(sent, Split.TRAIN, 1), "train/cat/1.png", "expected a readable file");
  }

  @Test
  void chosenClassesDetermineLabelsAndOthersAreSkipped() throws IOException {
    write("train/bee/8.png", new byte[] {1});
    ImageFolderReader reader = new ImageFolderReader(folder.toString(), List.of("cat", "ant"));

    assertThat(reader.info(HADOOP).classes()).containsExactly("cat", "ant");
    assertThat(Reading.all(reader, Split.TRAIN, 2))
        .extracting(Example::label)
        .containsExactly(1, 0, 0);
  }

  @Test
  void unknownClassIsRejectedWithTheNearest() {
    assertThatThrownBy(() -> new ImageFolderReader(folder.toString(), List.of("cap")).info(HADOOP))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("no class \"cap\"", "nearest is \"cat\"", "ant, bee, cat");
  }

  @Test
  void chosenClassWithoutTrainingImageIsRejected() throws IOException {
    Files.createDirectories(folder.resolve("train/dog"));

    fails(
        () -> new ImageFolderReader(folder.toString(), List.of("dog", "cat")).info(HADOOP),
        "at least one training image of class dog",
        "found none");
  }

  @Test
  void classOnlyInTheTestSubsetIsRejected() throws IOException {
    write("test/dog/1.png", colour(0));

    infoFails("at least one training image of class dog", "found none and 1 test images");
  }

  @Test
  void folderWithoutClassesIsRejected() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty/train")).getParent();

    fails(
        () -> new ImageFolderReader(empty.toString(), List.of()).info(HADOOP),
        "expected folders named by the classes",
        "found 0 images without class");
  }

  @Test
  void emptyFolderIsRejected() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));

    fails(
        () -> new ImageFolderReader(empty.toString(), List.of()).info(HADOOP),
        "expected folders named by the classes in the top folder",
        "Known layouts: train/<class>/");
  }

  @Test
  void missingFolderIsNamed() {
    fails(
        () -> new ImageFolderReader(folder + "/none", List.of()).info(HADOOP),
        "none: expected a folder or an archive, found neither");
  }

  @Test
  void fileOfAnotherTypeIsRejected() {
    fails(
        () -> new ImageFolderReader(folder + "/README.txt", List.of()).info(HADOOP),
        "README.txt",
        ".tar.xz");
  }

  @Test
  void contentOfAnotherTypeIsRejected() throws IOException {
    write("train/cat/2.png", "<html>".getBytes(StandardCharsets.US_ASCII));

    fails(
        () -> Reading.all(reader(), Split.TRAIN, 1),
        "train/cat/2.png: offset 0",
        "found an HTML page");
  }

  @Test
  void emptyImageIsRejected() throws IOException {
    write("train/cat/2.png", new byte[0]);

    fails(() -> Reading.all(reader(), Split.TRAIN, 1), "train/cat/2.png", "1 to", "found 0");
  }

  private ImageFolderReader reader() {
    return new ImageFolderReader(folder.toString(), List.of());
  }

  private void infoFails(String... parts) {
    fails(() -> reader().info(HADOOP), parts);
  }

  private static void fails(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call).isInstanceOf(DataException.class).hasMessageContainingAll(parts);
  }

  private void write(String path, byte[] content) throws IOException {
    Files.createDirectories(folder.resolve(path).getParent());
    Files.write(folder.resolve(path), content);
  }
}

package io.lautum.data.read.images;

import static io.lautum.data.read.ImageFixture.colour;
import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.ImageFixture;
import io.lautum.data.read.Reading;
import io.lautum.data.read.Split;
import io.lautum.experiment.config.LayoutConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of images as people have them. */
class ImageLayoutsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "train, test, ''",
    "Train, TEST, TEST serves as test set",
    "training, val, val serves as test set",
    "train, Validation, Validation serves as test set",
    "my photographs (1)/train, my photographs (1)/test, ''",
    "a/b/train, a/b/valid, valid serves as test set"
  })
  void findsTheSubsets(String train, String test, String note) throws IOException {
    classes(train, 3, "ant", "bee");
    classes(test, 2, "ant", "bee");

    assertThat(notes()).containsExactlyElementsOf(note.isEmpty() ? List.of() : List.of(note));
    assertThat(Reading.all(reader(), Split.TRAIN, 2)).hasSize(6);
    assertThat(Reading.all(reader(), Split.TEST, 2)).hasSize(4);
  }

  @Test
  void testIsPreferredToValidation() throws IOException {
    classes("train", 3, "ant", "bee");
    classes("val", 2, "ant", "bee");
    classes("test", 1, "ant", "bee");

    assertThat(notes()).containsExactly("val is not used; test serves as test set");
    assertThat(Reading.all(reader(), Split.TEST, 1)).hasSize(2);
  }

  @Test
  void testSetWithoutLabelsIsNotUsed() throws IOException {
    classes("train", 5, "ant", "bee");
    write("test/1.png", colour(1));
    write("val/images/val_0.JPEG", ImageFixture.encoded("jpeg", 5, 1));
    write("val/val_annotations.txt", "val_0.JPEG\tbee\t0\t0\t9\t9\n".getBytes());

    assertThat(notes())
        .contains("test is not used: its 1 images have no labels", "val serves as test set");
    DatasetReader reader = reader();
    reader.info(HADOOP);
    try (DatasetReader.Examples test = reader.read(HADOOP, Split.TRAIN, 0, 1)) {
      assertThat(test).toIterable().hasSize(10);
    }
  }

  @Test
  void tinyImageNetHasItsValidationClassesInATable() throws IOException {
    for (String name : List.of("n1", "n2")) {
      for (int i = 0; i < 3; i++) {
        write("tiny/train/%s/images/%s_%d.png".formatted(name, name, i), colour(i));
      }
      write("tiny/train/%s/%s_boxes.txt".formatted(name, name), new byte[1]);
    }
    write("tiny/val/images/val_0.png", colour(0));
    write("tiny/val/images/val_1.png", colour(1));
    write(
        "tiny/val/val_annotations.txt",
        "val_0.png\tn2\t0\t32\t44\t62\nval_1.png\tn1\t5\t6\t7\t8\n".getBytes());
    write("tiny/test/images/test_0.png", colour(3));

    assertThat(reader().info(HADOOP).classes()).containsExactly("n1", "n2");
    assertThat(Reading.all(reader(), Split.TRAIN, 2)).hasSize(6);
    assertThat(Reading.all(reader(), Split.TEST, 1))
        .extracting(Example::label)
        .containsExactly(1, 0);
  }

  @Test
  void notMnistLeavesItsDamagedFilesOut() throws IOException {
    classes("notMNIST_large", 3, "A", "B");
    classes("notMNIST_small", 1, "A", "B");
    write("notMNIST_large/A/RnJlaWdodERpc3BCb29rSXRhbGljLnR0Zg==.png", new byte[0]);
    write("notMNIST_small/A/RGVtb2NyYXRpY2FCb2xkT2xkc3R5bGUgQm9sZC50dGY=.png", new byte[0]);

    assertThat(notes().get(0)).contains("notMNIST_small serves as test set");
    assertThat(Reading.all(reader(), Split.TRAIN, 1)).hasSize(6);
    assertThat(Reading.all(reader(), Split.TEST, 1)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "train", "top/inner"})
  void datasetWithoutTestSetIsDividedBySeedPerClass(String root) throws IOException {
    classes(root, 10, "ant", "bee");
    classes(root, 4, "cat");

    List<String> test = Reading.text(Reading.all(reader(), Split.TEST, 1));
    assertThat(Reading.all(reader(), Split.TEST, 3))
        .extracting(Example::label)
        .containsExactly(0, 0, 1, 1, 2);
    assertThat(Reading.all(Reading.sent(reader()), Split.TRAIN, 2)).hasSize(19);
    assertThat(notes().get(0)).contains("5 images, a share of 0.2", "test-share and split-seed");
    write(root + "/dog/1.png", colour(1));
    write(root + "/dog/2.png", colour(2));
    assertThat(Reading.text(Reading.all(reader(), Split.TEST, 1))).containsAll(test);
    LayoutConfig other = new LayoutConfig("fine", 0.5, 2, false, "", "", "");
    assertThat(Reading.all(reader(other), Split.TEST, 1)).hasSize(13);
  }

  @Test
  void imagesLieAtAnyDepthAndNumbersSortByValue() throws IOException {
    classes("train", 1, "10/images", "2/a/b", "1");
    classes("test", 1, "1", "2", "10");

    assertThat(reader().info(HADOOP).classes()).containsExactly("1", "2", "10");
    assertThat(Reading.all(reader(), Split.TRAIN, 1)).hasSize(3);
  }

  @Test
  void filesOfSystemsAreIgnoredAndOthersCounted() throws IOException {
    classes("train", 2, "ant", "bee");
    classes("test", 1, "ant", "bee");
    for (String name :
        List.of(
            ".DS_Store",
            "train/.DS_Store",
            "train/ant/._0.png",
            "train/ant/Thumbs.db",
            "train/desktop.ini",
            "__MACOSX/train/ant/._a.png",
            "train/.ipynb_checkpoints/a.png")) {
      write(name, new byte[] {1});
    }
    assertThat(notes()).isEmpty();

    write("train/ant/notes.txt", new byte[] {1});
    write("train/labels.csv", new byte[] {1});
    write("train/ant/noSuffix", colour(9));
    assertThat(notes()).singleElement().asString().contains("2 files are no images");
    assertThat(Reading.all(reader(), Split.TRAIN, 1)).hasSize(5);
  }

  @Test
  void classesWithoutImagesAreNamed() throws IOException {
    classes("train", 2, "ant", "bee", "unlabelled");
    write("train/cat/1.png", colour(1));
    classes("test", 1, "ant", "unlabelled");
    Files.createDirectories(folder.resolve("train/star"));

    assertThat(reader().info(HADOOP).classes()).containsExactly("ant", "bee", "cat", "unlabelled");
    assertThat(String.join("\n", notes()))
        .contains(
            "class star has no images and is left out",
            "only one training image of cat",
            "a class is called unlabelled; if its 2 images have no labels");
  }

  @Test
  void faultsNameWhatToChange() throws IOException {
    write("1.png", colour(1));
    write("2.png", colour(2));
    fails("folders named by the classes", "2 images without class", "path-column", "class-pattern");

    classes("", 2, "ant");
    fails("two or more classes", "only ant");
  }

  @Test
  void tableHasTheClassesIfItsColumnsAreNamed() throws IOException {
    StringBuilder rows = new StringBuilder("\ufeffid,note,label\r\n");
    for (int i = 0; i < 6; i++) {
      write("images/%d.png".formatted(i), colour(i));
      rows.append("%d,\"a, \"\"b\"\"\",%s\r\n".formatted(i, i % 2 == 0 ? "even" : "odd"));
    }
    write("images/6.png", colour(6));
    write("train.csv", rows.toString().getBytes(StandardCharsets.UTF_8));
    fails("images without class", "tables train.csv", "path-column and label-column");

    LayoutConfig table = new LayoutConfig("fine", 0.3, 1, false, "id", "label", "");
    DatasetReader reader = reader(table);
    assertThat(reader.info(HADOOP).classes()).containsExactly("even", "odd");
    assertThat(reader.info(HADOOP).notes())
        .extracting(DatasetNote::text)
        .contains("1 images have no class and are not used");
    assertThat(Reading.all(reader, Split.TRAIN, 2)).hasSize(4);

    assertThatThrownBy(
            () -> reader(new LayoutConfig("fine", 0.3, 1, false, "file", "label", "")).info(HADOOP))
        .hasMessageContainingAll(
            "the columns \"file\" and \"label\"", "train.csv [id, note, label]");
    write("train.csv", "id,label\n../../secret.png,a\n".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> reader(table).info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("train.csv: row 2", "without \"..\"");
  }

  @Test
  void patternFindsTheClassInTheFileName() throws IOException {
    for (String set : List.of("train", "test")) {
      for (String name : List.of("cat.1", "cat.2", "dog.1")) {
        write("%s/%s.png".formatted(set, name), colour(1));
      }
    }

    DatasetReader reader = reader(new LayoutConfig("fine", 0.2, 1, false, "", "", "^([a-z]+)\\."));
    assertThat(reader.info(HADOOP).classes()).containsExactly("cat", "dog");
    assertThat(Reading.all(reader, Split.TRAIN, 1))
        .extracting(Example::label)
        .containsExactly(0, 0, 1);
  }

  @ParameterizedTest
  @CsvSource({"'', ''", "split=train, split=test", "train, val"})
  void partitionsOfHiveAreClassesByTheirValues(String train, String test) throws IOException {
    String missing = "label=__HIVE_DEFAULT_PARTITION__";
    classes(train, 5, "label=cat", "label=a%3Ab", missing);
    if (!test.isEmpty()) {
      classes(test, 2, "label=cat");
    }

    assertThat(reader().info(HADOOP).classes()).containsExactly("a:b", "cat");
    assertThat(notes())
        .contains(
            "the folders label=__HIVE_DEFAULT_PARTITION__, label=a%3Ab, label=cat are partitions:"
                + " what follows label= is the class",
            "5 images in " + missing + " have no class and are not used");
    assertThat(Reading.all(Reading.sent(reader()), Split.TEST, 1))
        .extracting(Example::label)
        .contains(1)
        .hasSize(2);
  }

  @Test
  void namesWithoutACommonKeyAreClasses() throws IOException {
    classes("", 3, "a=1", "b=1", "=c");
    assertThat(reader().info(HADOOP).classes()).containsExactly("=c", "a=1", "b=1");
  }

  private void classes(String root, int images, String... names) throws IOException {
    for (String name : names) {
      for (int i = 0; i < images; i++) {
        write("%s/%s/%d.png".formatted(root, name, i), colour(i));
      }
    }
  }

  private List<String> notes() throws IOException {
    return reader().info(HADOOP).notes().stream().map(DatasetNote::text).toList();
  }

  private DatasetReader reader() {
    return reader(LayoutConfig.DEFAULTS);
  }

  private DatasetReader reader(LayoutConfig config) {
    return new ImageFolderReader(folder.toString(), List.of(), config);
  }

  private void fails(String... parts) {
    assertThatThrownBy(() -> reader().info(HADOOP))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }

  private void write(String path, byte[] content) throws IOException {
    Path file = folder.resolve(path.replaceFirst("^/", ""));
    Files.createDirectories(file.getParent());
    Files.write(file, content);
  }
}

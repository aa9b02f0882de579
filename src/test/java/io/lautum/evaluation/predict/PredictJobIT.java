package io.lautum.evaluation.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.LocalSpark;
import io.lautum.PngFixture;
import io.lautum.UserException;
import io.lautum.WrittenFiles;
import io.lautum.data.read.ImageFixture;
import io.lautum.network.model.TrainedModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictJobIT {
  private static final int HEIGHT = RandomModel.HEIGHT;
  private static final int WIDTH = RandomModel.WIDTH;
  private static final List<String> CLASSES = RandomModel.CLASSES;

  @TempDir Path folder;
  private Path input;
  private Path model;
  private TrainedModel trained;

  /** Seeds of the images by path relative to the input folder. */
  private final TreeMap<String, Integer> images = new TreeMap<>();

  @BeforeEach
  void writeModelAndImages() throws IOException {
    model = folder.resolve("model.zip");
    trained = RandomModel.write(model);
    input = folder.resolve("in put");
    String[] names = {
      "a.png",
      "b,c.png",
      "quote\"d.PNG",
      "with space.png",
      "sub/a.png",
      "sub/deep er/été.png",
      "%41.png"
    };
    for (String name : names) {
      write(name, 31 * images.size());
    }
    Files.writeString(input.resolve("notes.txt"), "no image");
    Files.writeString(input.resolve(".hidden.png"), "no image");
  }

  private void write(String name, int seed) throws IOException {
    Path file = input.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, PngFixture.encode(HEIGHT, WIDTH, seed));
    images.put(name, seed);
  }

  /** Returns the probabilities of a single image; the job uses batches. */
  private float[] probabilities(int seed) {
    return RandomModel.probabilities(trained, List.of(PngFixture.pixels(HEIGHT, WIDTH, seed)), 1)
        .get(0);
  }

  private static String label(float[] probabilities) {
    int best = 0;
    for (int k = 0; k < probabilities.length; k++) {
      best = probabilities[k] > probabilities[best] ? k : best;
    }
    return CLASSES.get(best);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 256})
  void csvContainsEveryImageInOrder(int batchSize) throws IOException {
    Path output = folder.resolve("out/scores.csv");
    assertThat(run(output, batchSize)).isEqualTo(new PredictJob.Scored(images.size(), 0));
    List<List<String>> rows = csv(Files.readString(output));
    assertThat(rows.get(0))
        .containsExactly("path", "label", "p_plain", "p_with, comma", "p_with \"quote\"", "error");
    List<String> found = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      found.add(row.get(0));
      float[] expected = probabilities(images.get(relative(row.get(0))));
      assertThat(row.get(1)).isEqualTo(label(expected));
      assertThat(row).hasSize(3 + CLASSES.size()).endsWith("");
      for (int k = 0; k < expected.length; k++) {
        assertClose(Float.parseFloat(row.get(2 + k)), expected[k]);
      }
    }
    assertThat(found).isSorted();
    assertThat(found.stream().map(this::relative))
        .containsExactlyInAnyOrderElementsOf(images.keySet());
    assertThat(rows.stream().skip(1).map(row -> row.get(1)).distinct().count()).isGreaterThan(1);
    assertThat(WrittenFiles.names(folder.resolve("out"))).containsExactlyInAnyOrder("scores.csv");
  }

  @Test
  void mostProbableClassesComeFirst() throws IOException {
    Path table = folder.resolve("out/top.parquet");
    run(table, 3, new ScoreForm(9, 0, null));
    for (Row row : LocalSpark.session().read().parquet(table.toUri().toString()).collectAsList()) {
      assertThat(row.<String>getList(row.fieldIndex("labels")))
          .startsWith(label(probabilities(images.get(relative(row.getAs("path"))))))
          .containsExactlyInAnyOrderElementsOf(CLASSES);
    }
  }

  @Test
  void parquetContainsTheSameRows() throws IOException {
    Path output = folder.resolve("out/scores.parquet");
    assertThat(run(output, 3)).isEqualTo(new PredictJob.Scored(images.size(), 0));
    List<Row> rows = LocalSpark.session().read().parquet(output.toUri().toString()).collectAsList();
    List<String> found = new ArrayList<>();
    for (Row row : rows) {
      String name = relative(row.getAs("path"));
      found.add(name);
      float[] expected = probabilities(images.get(name));
      assertThat(row.<String>getAs("label")).isEqualTo(label(expected));
      List<Float> probabilities = row.getList(row.fieldIndex("probabilities"));
      assertThat(probabilities).hasSize(CLASSES.size());
      for (int k = 0; k < expected.length; k++) {
        assertClose(probabilities.get(k), expected[k]);
      }
    }
    assertThat(found).containsExactlyInAnyOrderElementsOf(images.keySet());
    assertThat(WrittenFiles.names(folder.resolve("out")))
        .containsExactlyInAnyOrder("scores.parquet");
  }

  @Test
  void badFilesHaveAnErrorInsteadOfAScore() throws IOException {
    Map<String, String> faults = writeBadFiles();
    Path output = folder.resolve("out/scores.csv");
    assertThat(run(output, 2)).isEqualTo(new PredictJob.Scored(images.size(), faults.size()));
    List<List<String>> rows = csv(Files.readString(output));
    assertThat(rows).hasSize(1 + images.size() + faults.size());
    for (List<String> row : rows.subList(1, rows.size())) {
      String fault = faults.get(relative(row.get(0)));
      if (fault == null) {
        assertThat(row.get(1)).isEqualTo(label(probabilities(images.get(relative(row.get(0))))));
        assertThat(row.get(5)).isEmpty();
      } else {
        assertThat(row.subList(1, 5)).containsOnly("");
        assertThat(row.get(5)).contains(fault).doesNotContain(row.get(0));
      }
    }
  }

  @Test
  void badFilesAreNullInParquet() throws IOException {
    Map<String, String> faults = writeBadFiles();
    Path output = folder.resolve("out/scores.parquet");
    run(output, 2);
    for (Row row : LocalSpark.session().read().parquet(output.toUri().toString()).collectAsList()) {
      boolean bad = faults.containsKey(relative(row.getAs("path")));
      assertThat(row.isNullAt(row.fieldIndex("label"))).isEqualTo(bad);
      assertThat(row.isNullAt(row.fieldIndex("probabilities"))).isEqualTo(bad);
      assertThat(row.isNullAt(row.fieldIndex("error"))).isEqualTo(!bad);
    }
  }

  /** Returns a part of the fault by path. */
  private Map<String, String> writeBadFiles() throws IOException {
    byte[] content = PngFixture.encode(HEIGHT, WIDTH, 5);
    Files.write(input.resolve("cut.png"), Arrays.copyOf(content, content.length / 2));
    Files.write(input.resolve("empty.JPG"), new byte[0]);
    Files.writeString(input.resolve("sub/text.webp"), "text");
    Files.createSymbolicLink(input.resolve("sub/gone.png"), Path.of("nowhere.png"));
    try (RandomAccessFile huge = new RandomAccessFile(input.resolve("huge.tif").toFile(), "rw")) {
      huge.setLength((64 << 20) + 1);
    }
    return Map.of(
        "cut.png", "expected an intact image",
        "empty.JPG", "found 0",
        "sub/text.webp", "expected the first bytes of a",
        "sub/gone.png", "expected a readable file",
        "huge.tif", "found 67108865");
  }

  @Test
  void imagesOfAnySizeAreScoredByContent() throws IOException {
    Files.write(input.resolve("zz"), PngFixture.encode(WIDTH, HEIGHT, 1));
    Files.write(input.resolve("Thumbs.db"), PngFixture.encode(WIDTH, HEIGHT, 1));
    Files.write(input.resolve("zz.jpeg"), ImageFixture.encode(new BufferedImage(9, 7, 1), "bmp"));
    assertThat(run(folder.resolve("scores.csv"), 2))
        .isEqualTo(new PredictJob.Scored(images.size() + 2, 0));
  }

  @Test
  void oneFileIsScored() throws IOException {
    input = input.resolve("a.png");
    assertThat(run(folder.resolve("scores.csv"), 2)).isEqualTo(new PredictJob.Scored(1, 0));
  }

  @Test
  void linkOutOfTheFolderIsRejected() throws IOException {
    Path other = Files.write(folder.resolve("other.png"), PngFixture.encode(HEIGHT, WIDTH, 1));
    Files.createSymbolicLink(input.resolve("link.png"), other);
    assertThatThrownBy(() -> run(folder.resolve("scores.csv"), 2))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("link.png", "found a link to");
  }

  @Test
  void existingOutputIsNotOverwritten() throws IOException {
    Path csv = Files.writeString(folder.resolve("old.csv"), "precious");
    Path parquet = Files.createDirectories(folder.resolve("old.parquet"));
    for (Path output : List.of(csv, parquet)) {
      assertThatThrownBy(() -> run(output, 2))
          .isInstanceOf(UserException.class)
          .hasMessageContainingAll(output.toString(), "exists already");
    }
    assertThat(csv).hasContent("precious");
    assertThat(parquet).isEmptyDirectory();
  }

  @Test
  void invalidArgumentsAreNamed() throws IOException {
    assertThatThrownBy(() -> run(folder.resolve("scores.txt"), 2))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll("scores.txt", ".csv or .parquet");
    assertThatThrownBy(() -> run(folder.resolve("scores.csv"), 0))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("--batch-size = 0");
    input = Files.createDirectories(folder.resolve("empty"));
    Files.writeString(input.resolve("notes.txt"), "no image");
    assertThatThrownBy(() -> run(folder.resolve("scores.csv"), 2))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(input.toString(), "found none");
    input = folder.resolve("nowhere");
    assertThatThrownBy(() -> run(folder.resolve("scores.csv"), 2))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("nowhere", "no such folder");
    model = folder.resolve("none.zip");
    assertThatThrownBy(() -> run(folder.resolve("scores.csv"), 2))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("none.zip", "no such model");
  }

  private PredictJob.Scored run(Path output, int batchSize) throws IOException {
    return run(output, batchSize, ScoreForm.ALL);
  }

  private PredictJob.Scored run(Path output, int size, ScoreForm form) throws IOException {
    PredictJob job = new PredictJob(LocalSpark.context());
    return job.run(model.toString(), input.toString(), output.toString(), size, form);
  }

  /** Compares with a tolerance, because other batch sizes change the order of summation. */
  private static void assertClose(float found, float expected) {
    assertThat(Math.abs(found - expected)).isLessThan(1e-6f);
  }

  private String relative(String path) {
    String prefix = "file:" + input + "/";
    assertThat(path).startsWith(prefix);
    return path.substring(prefix.length());
  }

  /** Parses RFC 4180, character by character. */
  private static List<List<String>> csv(String text) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
        cell.append('"');
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\n')) {
        row.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          rows.add(row);
          row = new ArrayList<>();
        }
      } else if (quoted || c != '\r') {
        cell.append(c);
      }
    }
    assertThat(cell).isEmpty();
    return rows;
  }
}

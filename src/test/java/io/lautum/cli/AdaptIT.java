package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.FileStates;
import io.lautum.FolderCopy;
import io.lautum.LocalSpark;
import io.lautum.WrittenFormats;
import io.lautum.data.glyphs.GlyphReader;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.PngImage;
import io.lautum.data.read.DatasetReader.Examples;
import io.lautum.data.read.Example;
import io.lautum.data.read.Split;
import io.lautum.experiment.result.Adaptation;
import io.lautum.experiment.result.CrossValidation;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptIT {
  private static final ImageShape SHAPE = new ImageShape(1, 28, 28);
  private static final int LABELLED = 60;
  private static final int UNLABELLED = 50;
  private static final String[] SHORT =
      """
      -D network.architecture=mlp -D adapt.folds=3 -D adapt.suggestions=6 -D prepare.components=4
      -D finetune.auto.candidates=[scratch,standard,"scratch+temporal-ensembling"]
      -D finetune.steps=60 -D pretrain.epochs=1 -D pretrain.batch-size=16
      """
          .strip()
          .split("\\s+");

  // Images, and the output of a finished command; every test works on a copy.
  @TempDir static Path finished;
  private static CommandLineRun first;
  @TempDir Path folder;

  @BeforeAll
  static void adapt() throws IOException {
    LocalSpark.context();
    write(finished.resolve("labelled"), "letters", 1, 0, LABELLED, true);
    write(finished.resolve("all"), "letters", 1, LABELLED, UNLABELLED, false);
    Files.write(finished.resolve("labelled/A/broken.png"), new byte[] {1, 2, 3});
    Path original = firstOf(finished.resolve("labelled/A"));
    BufferedImage nearly = ImageIO.read(original.toFile());
    nearly.getRaster().setSample(14, 14, 0, nearly.getRaster().getSample(14, 14, 0) ^ 1);
    Files.write(finished.resolve("all/image-077.png"), PngImage.encode(nearly));
    write(finished.resolve("extra"), "letters", 7, 0, 2, false);
    first = adapt(finished);
  }

  @BeforeEach
  void copyIt() throws IOException {
    FolderCopy.make(finished, folder);
  }

  @Test
  void endsWithModelEstimateAndFiles() throws IOException {
    assertThat(first.exitCode()).as(first.err()).isZero();
    String output = finished.resolve("out").toString();
    assertThat(WrittenFormats.of(Path.of(output)).others()).isEmpty();
    assertThat(first.out().lines().filter(line -> !line.startsWith("note: ")))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .matches(
                        "method: scratch\\S*, chosen among 2 by cross-validation over the labelled"
                            + " images"),
            line -> assertThat(line).isEqualTo("model: " + output + "/model.zip"),
            line ->
                assertThat(line)
                    .matches(
                        "estimate: accuracy \\d+\\.\\d % \\(95 % interval \\d+\\.\\d to"
                            + " \\d+\\.\\d\\) by 3-fold cross-validation over 60 images"),
            line -> assertThat(line).isEqualTo("predictions: " + output + "/predictions.csv"),
            line -> assertThat(line).isEqualTo("label next: " + output + "/label-next.csv"),
            line -> assertThat(line).isEqualTo("report: " + output + "/report.html"));
    assertThat(Files.readString(finished.resolve("out/report.html")))
        .contains(
            "by 3-fold cross-validation over 60 images",
            "60 labelled and 50 unlabelled",
            "is read as format images",
            "<li>labelled images: 1 bad file was left out (1 training, 0 test)")
        .contains(
            "chosen by cross-validation", "scratch+<wbr>temporal-ensembling", "temperature of");
  }

  @Test
  void doubtsAreABlockOfTheReport() throws IOException {
    String page = Files.readString(finished.resolve("out/report.html"));
    String block = page.substring(page.indexOf("<section id=\"doubts\">"));
    assertThat(block.substring(0, block.indexOf("</section>")))
        .contains(
            "<li>labelled images: folders with images next to %s/labelled are not used: extra;"
                .formatted(finished),
            "<li>labelled images: 1 of 60 labelled images are nearly the same as images of the"
                + " unlabelled set, e.g. A/%s and image-077.png</li>"
                    .formatted(firstOf(finished.resolve("labelled/A")).getFileName()));
    assertThat(page).doesNotContain("Doubt: ");
  }

  private static Path firstOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.endsWith("broken.png")).sorted().findFirst().orElseThrow();
    }
  }

  @Test
  void everyLabelledImageIsHeldOutOnce() throws IOException {
    CrossValidation validation = validation(finished);
    assertThat(validation.scaling()).isEqualTo(validation.calibrated().scaling());
    assertThat(validation.images().stream().map(CrossValidation.Image::name))
        .hasSize(LABELLED)
        .doesNotHaveDuplicates()
        .allSatisfy(name -> assertThat(finished.resolve("labelled").resolve(name)).exists());
    assertThat(validation.images()).extracting(CrossValidation.Image::fold).containsOnly(0, 1, 2);
    for (CrossValidation.Image image : validation.images()) {
      assertThat(image.name()).startsWith(validation.classes().get(image.label()) + "/");
    }
    // Ten classes, of which 60 steps learn some.
    assertThat(validation.accuracy().value()).isGreaterThan(0.25);
  }

  @Test
  void allUnlabelledImagesArePredictedAndSomeSuggested() throws IOException {
    List<String> lines = Files.readAllLines(finished.resolve("out/predictions.csv"));
    assertThat(lines.get(0)).isEqualTo("path,label,probability");
    List<String> paths = lines.stream().skip(1).map(line -> line.split(",")[0]).toList();
    assertThat(paths).hasSize(UNLABELLED).isSorted().doesNotHaveDuplicates();
    assertThat(paths)
        .allSatisfy(path -> assertThat(finished.resolve("all").resolve(path)).exists());
    List<String> next = Files.readAllLines(finished.resolve("out/label-next.csv"));
    assertThat(next.get(0)).isEqualTo("rank,path,predicted,probability");
    assertThat(next.stream().skip(1).map(line -> line.split(",")[0]))
        .containsExactly("1", "2", "3", "4", "5", "6");
    assertThat(paths).containsAll(next.stream().skip(1).map(line -> line.split(",")[1]).toList());
    Adaptation adaptation = adaptation(finished);
    assertThat(adaptation.predicted().stream().mapToLong(count -> count).sum())
        .isEqualTo(UNLABELLED);
    assertThat(adaptation.test()).isNull();
  }

  @Test
  void secondCallDoesNothing() throws IOException {
    adapt(folder);
    FileStates before = FileStates.of(folder.resolve("out"));
    CommandLineRun second = adapt(folder);
    assertThat(second.err()).contains("nothing to do, every stage is complete for these images");
    assertThat(second.out()).contains("estimate: accuracy ");
    FileStates after = FileStates.of(folder.resolve("out"));
    assertThat(before.changedIn(after)).containsExactly("report.html");
    assertThat(before.addedIn(after)).isEmpty();
  }

  @Test
  @Tag("long")
  void writtenFileDescribesTheSameExperiment() throws IOException {
    adapt(folder);
    CommandLineRun again = CommandLineRun.of("adapt", folder.resolve("out/adapt.conf").toString());
    assertThat(again.err()).contains("nothing to do");
  }

  @Test
  void newlyLabelledImagesAreTakenUp() throws IOException {
    adapt(folder);
    Path moved = Files.list(folder.resolve("all")).sorted().findFirst().orElseThrow();
    Files.move(moved, folder.resolve("labelled/A").resolve("new.png"));
    assertThat(adapted(folder)).contains("over 61 images");
    assertThat(validation(folder).images()).extracting("name").contains("A/new.png");
    assertThat(Files.readAllLines(folder.resolve("out/predictions.csv"))).hasSize(UNLABELLED);
  }

  @Test
  @Tag("long")
  void preTrainedModelIsKeptWhenImagesAreLabelled() throws IOException {
    write(folder.resolve("source"), "digits", 5, 0, 120, true);
    write(folder.resolve("test"), "letters", 9, 0, 40, true);
    String[] options = {
      "--source", folder.resolve("source").toString(), "--test", folder.resolve("test").toString()
    };
    assertThat(adapted(folder, options))
        .containsPattern("(?m)^test: accuracy .* on 40 test images$")
        .containsPattern("(?m)^method: \\S+, chosen among 3 ");
    Path model = folder.resolve("out/pretrain/standard/model.zip");
    Object before = Files.getLastModifiedTime(model);
    Path moved = Files.list(folder.resolve("all")).sorted().findFirst().orElseThrow();
    Files.move(moved, folder.resolve("labelled/A").resolve("new.png"));
    assertThat(adapt(folder, options).out()).contains("over 61 images");
    assertThat(Files.getLastModifiedTime(model)).isEqualTo(before);
  }

  @Test
  void configuredMethodIsCrossValidatedAnew() throws IOException {
    Files.delete(firstOf(folder.resolve("labelled/B")));
    assertThat(adapted(folder, "-D", "adapt.method=scratch"))
        .containsPattern("(?m)^method: scratch$")
        .contains("over 59 images");
  }

  @Test
  void measureOfDependenceTrainsWithoutASource() throws IOException {
    assertThat(adapted(folder, "-D", "adapt.method=contrastive-mutual"))
        .containsPattern("(?m)^method: contrastive-mutual$");
    assertThat(Files.readAllLines(folder.resolve("out/pretrain/contrastive-mutual/history.jsonl")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).contains("\"crossEntropy\":0.0", "contrastive"));
  }

  @Test
  void groupsAreNotDivided() throws IOException {
    adapted(folder, "-D", "adapt.group-pattern=image-\\d*(\\d)\\.png", "-D", "adapt.folds=2");
    Map<String, Set<Integer>> folds =
        validation(folder).images().stream()
            .collect(
                Collectors.groupingBy(
                    image -> image.name().replaceAll(".*(\\d)\\.png", "$1"),
                    Collectors.mapping(
                        CrossValidation.Image::fold, Collectors.toCollection(HashSet::new))));
    assertThat(folds).hasSize(10);
    assertThat(folds.values()).allSatisfy(parts -> assertThat(parts).hasSize(1));
  }

  @Test
  void wrongUseIsOneLine() {
    assertThat(CommandLineRun.of("adapt").err())
        .isEqualTo(
            "lautum: --labelled is not set: expected a folder of labelled images, or an experiment"
                + " file\n");
    CommandLineRun run = CommandLineRun.of("adapt", "--labelled", folder + "/labelled");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo("lautum: --output is not set: expected a folder for the results\n");
    CommandLineRun method = adapt(folder, "-D", "adapt.method=standard");
    assertThat(method.err()).contains("method standard trains on a source");
  }

  /** Returns the standard output of a call that succeeds. */
  private static String adapted(Path folder, String... more) {
    CommandLineRun run = adapt(folder, more);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  private static CommandLineRun adapt(Path folder, String... more) {
    List<String> arguments = new ArrayList<>(List.of("adapt", "--output", folder + "/out"));
    arguments.addAll(List.of("--labelled", folder + "/labelled", "--unlabelled", folder + "/all"));
    arguments.addAll(Arrays.asList(SHORT));
    arguments.addAll(Arrays.asList(more));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }

  /** Writes generated characters as PNG files, in a folder per class or in one folder. */
  private static void write(
      Path folder, String kind, long seed, int first, int count, boolean byClass)
      throws IOException {
    GlyphReader reader = new GlyphReader(kind, first + count, 0, seed);
    List<String> classes = reader.info(new Configuration(false)).classes();
    try (Examples examples = reader.read(new Configuration(false), Split.TRAIN, 0, 1)) {
      for (int i = 0; i < first + count; i++) {
        Example example = examples.next();
        Path parent = byClass ? folder.resolve(classes.get(example.label())) : folder;
        if (i >= first) {
          Files.createDirectories(parent);
          Path file = parent.resolve("image-%03d.png".formatted(i));
          Files.write(file, PngImage.encode(example.pixels(), SHAPE));
        }
      }
    }
  }

  private static CrossValidation validation(Path folder) throws IOException {
    try (InputStream in = Files.newInputStream(folder.resolve("out/crossvalidation.json"))) {
      return CrossValidation.read(in, "crossvalidation.json");
    }
  }

  private static Adaptation adaptation(Path folder) throws IOException {
    try (InputStream in = Files.newInputStream(folder.resolve("out/adaptation.json"))) {
      return Adaptation.read(in, "adaptation.json");
    }
  }
}

package io.lautum;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks the rules of {@code docs/architecture.md} on the packages and libraries that a package may
 * use.
 */
class ArchitectureTest {
  private static final String BASE = "io.lautum";

  /** The packages that each top-level package may use, in addition to the classes of the root. */
  private static final Map<String, String> PACKAGES =
      table(
          """
          operations  |
          experiment  | operations
          information |
          data        | operations experiment information
          network     | operations experiment data.image
          method      | operations experiment information network
          training    | operations experiment information data network method
          evaluation  | operations experiment information data network method training
          interchange | operations experiment data network
          pipeline    | operations experiment information data network method training evaluation \
                        interchange
          report      | operations experiment data.image data.shard method
          cli         | operations experiment data network method training evaluation interchange \
                        pipeline report
          """);

  private static JavaClasses production;

  @BeforeAll
  static void importClasses() {
    production =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(BASE);
  }

  static Set<String> topLevelPackages() {
    return PACKAGES.keySet();
  }

  @Test
  void topLevelHasAtMostTwelvePackages() {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : production) {
      String[] parts = type.getPackageName().split("\\.");
      if (parts.length > 2) {
        found.add(parts[2]);
      }
    }
    assertThat(found).isEqualTo(PACKAGES.keySet()).hasSizeLessThanOrEqualTo(12);
  }

  @ParameterizedTest
  @MethodSource("topLevelPackages")
  void packageUsesOnlyAllowedPackages(String user) {
    String[] usable =
        Stream.concat(Stream.of(user), Stream.of(PACKAGES.get(user).split(" ")))
            .filter(name -> !name.isEmpty())
            .map(name -> BASE + "." + name + "..")
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(BASE + "." + user + "..")
        .should()
        .onlyDependOnClassesThat(
            not(resideInAPackage(BASE + ".."))
                .or(resideInAPackage(BASE))
                .or(resideInAnyPackage(usable)))
        .check(production);
  }

  @Test
  void informationUsesNoOtherPackageOfTheProject() {
    noClasses()
        .that()
        .resideInAPackage(BASE + ".information..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(BASE + "..").and(not(resideInAPackage(BASE + ".information.."))))
        .check(production);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(production);
  }

  /** A job runs on the driver and starts Spark tasks; a task runs on an executor. */
  @Test
  void onlyJobsTasksAndTheirPackagesImportSpark() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            BASE + ".operations.cluster..",
            BASE + ".data.prepare..",
            BASE + ".training.distributed..",
            BASE + ".evaluation.predict..",
            BASE + ".pipeline..",
            BASE + ".cli..")
        .and()
        .haveNameNotMatching(".*(Job|Task)(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.spark..")
        .check(production);
  }

  @Test
  void onlyTheirOwnPackagesImportDl4j() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            BASE + ".network.engine.dl4j..", BASE + ".training.distributed.dl4j..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.deeplearning4j..")
        .check(production);
  }

  @Test
  void onlyMainClassesEndAProgram() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(BASE + ".cli.Main")
        .and()
        .doNotHaveFullyQualifiedName(BASE + ".cli.gpucheck.GpuCheck")
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(production);
  }

  /** Otherwise a locale with other digits than ASCII's changes paths, files and messages. */
  @Test
  void noResultDependsOnTheLocale() {
    noClasses().should().accessTargetWhere(new LocaleDependence()).check(production);
  }

  /**
   * The self-test of a machine fits into one file only without the large libraries. {@code
   * submit/gpu-check} also checks the classes that these packages use.
   */
  @Test
  void gpuCheckAndItsEnginesNeedNeitherSparkNorNd4j() {
    noClasses()
        .that()
        .resideInAnyPackage(
            BASE + ".cli.gpucheck..",
            BASE + ".information..",
            BASE + ".network.architecture..",
            BASE + ".network.input..",
            BASE + ".network.loss..",
            BASE + ".network.spec..",
            BASE + ".network.step..",
            BASE + ".network.engine.check..",
            BASE + ".network.engine.onednn..",
            BASE + ".network.engine.cudnn..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache..",
            "org.nd4j..",
            "org.deeplearning4j..",
            "com.fasterxml..",
            "com.typesafe..")
        .check(production);
  }

  @ParameterizedTest
  @CsvSource({"src/main/java, 250", "src/test/java, 300", "src/bench/java, 250"})
  void sourceFilesAreShort(Path sources, int lines) throws IOException {
    Map<String, Integer> tooLong = new TreeMap<>();
    try (Stream<Path> files = Files.walk(sources)) {
      List<Path> java = files.filter(file -> file.toString().endsWith(".java")).toList();
      assertThat(java).isNotEmpty();
      for (Path file : java) {
        int length = Files.readAllLines(file).size();
        if (length > lines) {
          tooLong.put(sources.relativize(file).toString(), length);
        }
      }
    }
    assertThat(tooLong).isEmpty();
  }

  private static Map<String, String> table(String text) {
    return text.lines()
        .map(line -> line.split("\\|", -1))
        .collect(
            Collectors.toMap(
                cells -> cells[0].strip(),
                cells -> cells[1].strip().replaceAll(" +", " "),
                (first, second) -> second,
                TreeMap::new));
  }
}

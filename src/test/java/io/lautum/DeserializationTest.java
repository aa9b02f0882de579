package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Checks which classes use code that creates objects of classes named in the input. None of them
 * reads a file: they read only from Spark's own channel, which spark.authenticate and encryption
 * protect.
 */
class DeserializationTest {
  private static final Path CLASSES = Path.of("target/classes/io/lautum");

  @ParameterizedTest
  @CsvSource({
    // These classes read a round's result and the settings of file systems from Spark's streams.
    "java/io/ObjectInputStream, training/distributed/RoundMean experiment/storage/HadoopSettings",
    "java/io/ObjectInput, training/distributed/FloatStream"
        + " training/distributed/TrainingState$Serialized",
    "org/deeplearning4j/util/ModelSerializer, ''",
    "com/fasterxml/jackson/annotation/JsonTypeInfo, ''",
    "activateDefaultTyping, ''",
    // This class reads a term in the graph that the driver has broadcast.
    "org/apache/commons/lang3/SerializationUtils, training/distributed/dl4j/Dl4jTermLoss",
    "fromJson, ''",
  })
  void isUsedOnlyBy(String name, String users) throws IOException {
    Set<String> expected = new TreeSet<>(List.of(users.split(" ")));
    expected.remove("");
    assertThat(using(name)).isEqualTo(expected);
  }

  /** Searches the constant pools, where a name is preceded by its length and followed by a tag. */
  private static Set<String> using(String name) throws IOException {
    String entry = (char) 1 + "" + (char) (name.length() >> 8) + (char) name.length() + name;
    try (Stream<Path> files = Files.walk(CLASSES)) {
      Set<String> users = new TreeSet<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (content.contains(entry)) {
          users.add(CLASSES.relativize(file).toString().replace(".class", ""));
        }
      }
      return users;
    }
  }
}

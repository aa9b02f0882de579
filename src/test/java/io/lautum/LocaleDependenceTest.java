package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LocaleDependenceTest {
  @Test
  void findsCallsAndReferencesThatLeaveTheLocaleOut() {
    assertThat(found(Dependent.class))
        .containsExactlyInAnyOrder(
            "formatted",
            "format",
            "toLowerCase",
            "toUpperCase",
            "printf",
            "getInstance",
            "<init>",
            "ofPattern",
            "getDefault");
  }

  @Test
  void acceptsCallsThatNameTheLocaleOrHaveNoUseForOne() {
    assertThat(found(Independent.class)).isEmpty();
  }

  private static Stream<String> found(Class<?> type) {
    JavaClass imported = new ClassFileImporter().importClass(type);
    return imported.getAccessesFromSelf().stream()
        .filter(new LocaleDependence())
        .map(access -> access.getName());
  }

  @SuppressWarnings("unused")
  private static final class Dependent {
    Object calls() {
      System.out.printf("%d", 1);
      UnaryOperator<String> reference = String::toLowerCase;
      return Stream.of(
          "%d".formatted(1),
          String.format("%d", 1),
          reference,
          "a".toUpperCase(),
          NumberFormat.getInstance(),
          new DecimalFormat("0"),
          DateTimeFormatter.ofPattern("d"),
          Locale.getDefault());
    }
  }

  @SuppressWarnings("unused")
  private static final class Independent {
    Object calls() {
      return Stream.of(
          String.format(Locale.ROOT, "%d", 1),
          "a".toUpperCase(Locale.ROOT),
          Integer.toString(1),
          DateTimeFormatter.ISO_INSTANT);
    }
  }
}

package io.lautum.operations.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProcessDefaultsTest {
  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @Test
  void librariesWriteAsciiDigitsOnExecutors() {
    Locale.setDefault(Locale.forLanguageTag("bn-BD"));
    assertThat("part-%05d".formatted(10)).isEqualTo("part-০০০১০");
    new ProcessDefaults().executorPlugin().init(null, Map.of());
    assertThat("part-%05d".formatted(10)).isEqualTo("part-00010");
  }
}

package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.junit.jupiter.api.Test;

class SparkRuntimeTest {
  @Test
  void defaultsOfClustersDoNotChangeTheSerializer() {
    String before = System.getProperty("spark.serializer");
    System.setProperty("spark.serializer", KryoSerializer.class.getName());
    try {
      assertThat(SparkRuntime.settings().get("spark.serializer"))
          .isEqualTo(JavaSerializer.class.getName());
    } finally {
      if (before == null) {
        System.clearProperty("spark.serializer");
      } else {
        System.setProperty("spark.serializer", before);
      }
    }
  }
}

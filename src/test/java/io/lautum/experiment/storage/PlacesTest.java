package io.lautum.experiment.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
  private final Configuration hadoop = new Configuration(false);
  private final String home = System.getProperty("user.home");

  @Test
  void tildeIsTheHomeFolder() {
    assertThat(expand("~")).isEqualTo(home);
    assertThat(expand("~/data/mnist")).isEqualTo(home + "/data/mnist");
    assertThat(expand("/data/~/a")).isEqualTo("/data/~/a");
    assertThat(expand("./~")).isEqualTo("./~");
  }

  @Test
  void theHomeFolderIsLocalIfOtherPlacesAreNot() {
    hadoop.set("fs.defaultFS", "hdfs://nn:8020");

    assertThat(expand("~/data")).isEqualTo("file:" + home + "/data");
  }

  @Test
  void homeFoldersOfOthersAreRejected() {
    assertThatThrownBy(() -> expand("~ann/data"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "\"~ann/data\": only ~/ is replaced by a home folder; write an absolute path, or"
                + " ./~ann/data for a folder of that name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"12:30", "12:30/runs", "my:runs", "a b:c/d"})
  void colonsAtTheStartAreRejected(String place) {
    assertThatThrownBy(() -> expand(place))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "\"%s\": Hadoop takes what is before a colon for the name of a file system; write an"
                    .formatted(place)
                + " absolute path");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://host/cifar-10.tar.gz", "HTTP://host/a", "http:/a"})
  void webAddressesAreRejected(String place) {
    assertThatThrownBy(() -> expand(place))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "\"%s\": files on web servers are not read; download it, and name the file or folder"
                .formatted(place));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/runs/12:30", "runs/12:30", "hdfs://nn:8020/runs", "file:/runs", "runs", "", "a"})
  void otherPlacesStayAsTheyAre(String place) {
    assertThat(expand(place)).isEqualTo(place);
  }

  @Test
  void messagesNameTheFolderOfRelativePlaces() {
    assertThat(Places.base("a/b", hadoop)).isEqualTo(" in " + Path.of("").toAbsolutePath());
    assertThat(Places.base("/a/b", hadoop)).isEmpty();
    assertThat(Places.base("s3a://bucket/b", hadoop)).isEmpty();

    Configuration hdfs = new Configuration(false);
    hdfs.set("fs.defaultFS", "hdfs://localhost:8020");
    assertThat(Places.base("a/b", hdfs)).startsWith(" in hdfs://localhost:8020/user/");
  }

  @Test
  void namesThatHadoopRejectsAreNamed() {
    assertThatThrownBy(() -> new org.apache.hadoop.fs.Path("/data", ".12:30.png.crc"))
        .satisfies(
            failure ->
                assertThat(Places.rejectedName(failure.getCause()))
                    .hasValue(
                        "\"12:30.png\": Hadoop does not support this name, because it has a colon;"
                            + " rename the file"));
    assertThat(Places.rejectedName(new IllegalArgumentException("a"))).isEmpty();
  }

  private String expand(String place) {
    return Places.expand(place, () -> hadoop);
  }
}

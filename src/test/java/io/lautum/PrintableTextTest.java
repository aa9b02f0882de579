package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {
  @Test
  void quotedMessageHasOneLine() {
    assertThat(PrintableText.quoted(new IllegalStateException("by: a\r\nb\n\nc\u2028d\n")))
        .isEqualTo("by: a b c d");
    assertThat(PrintableText.quoted(new IllegalStateException())).isEmpty();
  }

  @Test
  void controlCharactersAreEscaped() {
    assertThat(new DataException("a\u001b[2Jb\u0000c\u202ed\te\n"))
        .hasMessage("a\\u001b[2Jb\\u0000c\\u202ed\te\n");
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://KEY:SECRET@bucket/x, s3a://***@bucket/x",
    "s3a://KEY:SEC/RET@bucket/x, s3a://***@bucket/x",
    "fs.s3a.secret.key=SECRET x, fs.s3a.secret.key=*** x",
    "spark.hadoop.fs.s3a.access.key=SECRET, spark.hadoop.fs.s3a.access.key=***",
    "my.password=SECRET: no key, my.password=*** no key",
  })
  void credentialsAreHidden(String text, String shown) {
    assertThat(new UserException(text)).hasMessage(shown);
    assertThat(new DataException(text, new RuntimeException())).hasMessage(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hdfs://namenode:8020/a@b",
        "abfs://container@account.dfs.core.windows.net/x",
        "é ç \"ü\" 漢字 (train/a)",
        "pretrain.epochs=5: expected a whole number"
      })
  void otherStringsAreUnchanged(String text) {
    assertThat(new UserException(text)).hasMessage(text);
  }

  @Test
  void veryLongMessageIsCut() {
    assertThat(new DataException("x".repeat(10_000)).getMessage())
        .hasSizeLessThan(8300)
        .endsWith("… and 1808 more characters");
  }
}

package io.lautum.data.pickle;

import static io.lautum.data.read.Reading.HADOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.lautum.DataException;
import io.lautum.data.file.BinaryFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PickleReaderTest {
  @TempDir Path folder;

  @Test
  void readsNumbersStringsAndConstantsOfTheOldestProtocol() throws IOException {
    Map<Object, Object> read =
        read(
            "(dp0\n"
                + "S'a\\x41\\'\\n"
                + "\\\\'\n"
                + "p1\n"
                + "(lp2\n"
                + "I7\n"
                + "aI01\n"
                + "aI-3\n"
                + "aL12L\n"
                + "aF2.5\n"
                + "aNaVx\\u00e9\\u005c\n"
                + "asI5\n"
                + "(I1\n"
                + "tp3\n"
                + "s.");

    assertThat(PickleStack.list(read.get("aA'\n\\")))
        .containsExactly(7L, true, -3L, 12L, 2.5, null, "x\u00e9\\");
    assertThat(PickleStack.list(read.get(5L))).containsExactly(1L);
  }

  @Test
  void readsNumbersOfTheBinaryProtocols() throws IOException {
    Map<Object, Object> read =
        read(
            "\u0080\u0002}U\u0001k](K\u00ffM\u0001\u0001J\u00fe\u00ff\u00ff\u00ff"
                + "\u008a\u0002\u0000\u0080\u008a\u0000\u0088\u0089G@\u0004\0\0\0\0\0\0es.");

    assertThat(PickleStack.list(read.get("k")))
        .containsExactly(255L, 257L, -2L, -32768L, 0L, true, false, 2.5);
  }

  @Test
  void memoGivesTheSameValueAgain() throws IOException {
    Map<Object, Object> read = read("}(U\u0001a]q\u0005K\u0001aU\u0001bh\u0005u.");

    assertThat(PickleStack.list(read.get("a"))).containsExactly(1L);
    assertThat(PickleStack.list(read.get("b"))).containsExactly(1L);
  }

  /** Python 3 writes b"" so in the protocols of Python 2. */
  @Test
  void emptyBytesAreACall() throws IOException {
    Map<Object, Object> read = read("\u0080\u0002}U\u0001ac__builtin__\nbytes\n)Rs.");

    assertThat(PickleCallable.text(read.get("a"))).isEmpty();
  }

  static Stream<Arguments> otherCallables() {
    return Stream.of(
        arguments("cposix\nsystem\n(S'x'\ntR.", "posix.system", 0),
        arguments("}U\u0001acposix\nsystem\nX\u0001\0\0\0x\u0085Rs.", "posix.system", 4),
        arguments(
            "\u0080\u0004\u008c\u0005posix\u008c\u0006system\u0093\u008c\u0001x\u0085R.",
            "posix.system",
            17),
        arguments("c__builtin__\neval\n(S'1'\ntR.", "__builtin__.eval", 0),
        arguments("cnumpy\nload\n(S'1'\ntR.", "numpy.load", 0),
        arguments("c_codecs\ndecode\n.", "_codecs.decode", 0));
  }

  @ParameterizedTest
  @MethodSource("otherCallables")
  void otherCallablesAreNamedAndNotRun(String pickle, String callable, int offset) {
    rejected(pickle, "pickle: offset " + offset, "the callable " + callable + ", which is not run");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(iposix\nsystem\n.", "(cnumpy\ndtype\no.", "cnumpy\ndtype\n)\u0081."})
  void otherWaysToCallAreRejected(String pickle) {
    rejected(pickle, "which runs a callable");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cnumpy\nndarray\n)R.",
        "c__builtin__\nbytes\n(K\u0001tR.",
        "c_codecs\nencode\n(U\u0001aU\u0005utf-8tR.",
        "cnumpy.core.multiarray\n_reconstruct\n(K\u0001tR.",
        "K\u0001K\u0002b.",
        "K\u0001)R."
      })
  void knownCallablesWithOtherArgumentsAreRejected(String pickle) {
    rejected(pickle, "pickle: offset");
  }

  @ParameterizedTest
  @ValueSource(ints = {'P', 'Q', 'x', 0x82, 0x8f, 0x97})
  void unknownOperationsAreRejected(int operation) {
    rejected((char) operation + "1", "offset 0", "found 0x%02x".formatted(operation));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "K\u0001",
        "K\u0001.",
        "e.",
        "a.",
        "}K\u0001s.",
        "h\u0005.",
        "I1x\n.",
        "S'a\n.",
        "\u008a\u0009123456789.",
        "\u0080\u0006.",
        "}]K\u0001s."
      })
  void malformedPicklesAreRejected(String pickle) {
    rejected(pickle, "pickle: offset");
  }

  @Test
  void deepNestingIsRejected() {
    rejected("]".repeat(100_000) + "a".repeat(99_999) + ".", "at most 64 nested values");
    rejected("(".repeat(100_000), "at most 64 nested values");
    rejected("K\u0001" + "\u0085".repeat(100_000) + ".", "at most 64 nested values");
  }

  @Test
  void memoIsBounded() {
    // Each list holds the one before ten times; only a reader that copies would notice.
    StringBuilder pickle = new StringBuilder("]q\0");
    for (int i = 1; i < 50; i++) {
      pickle.append("](").append(("h" + (char) (i - 1)).repeat(10)).append("eq").append((char) i);
    }
    rejected(pickle + ".", "one dictionary");
    rejected("(" + "N".repeat(4_000_001), "at most 4000000 values");
  }

  @Test
  void lengthsBeyondTheFileAreRejectedWithoutAllocation() {
    rejected("T\u00ff\u00ff\u00ff\u007f.", "a string of 2147483647 bytes", "the end of the file");
    rejected("\u008e\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f.", "within the file");
    rejected("\u008e" + "\u00ff".repeat(8), "at most 63 bits");
  }

  private Map<Object, Object> read(String pickle) throws IOException {
    Path file = folder.resolve("pickle");
    Files.write(file, pickle.getBytes(StandardCharsets.ISO_8859_1));
    try (BinaryFile binary = BinaryFile.open(HADOOP, new org.apache.hadoop.fs.Path(file.toUri()))) {
      return PickleReader.read(binary);
    }
  }

  private void rejected(String pickle, String... parts) {
    assertThatThrownBy(() -> read(pickle))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts);
  }
}

package io.lautum.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.TarFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs {@code data-prep/fetch} with its own checksums and a curl that copies from a folder. */
class FetchScriptTest {
  private static final List<String> IDX =
      List.of(
          "train-images-idx3-ubyte.gz",
          "train-labels-idx1-ubyte.gz",
          "t10k-images-idx3-ubyte.gz",
          "t10k-labels-idx1-ubyte.gz");

  @TempDir Path folder;
  private Path script;
  private Path served;
  private Path root;

  private record Result(int status, String messages) {}

  @BeforeEach
  void writeScriptAndServer() throws Exception {
    script = Files.copy(Path.of("data-prep/fetch"), folder.resolve("fetch"));
    served = Files.createDirectory(folder.resolve("served"));
    root = folder.resolve("root");
    Path curl = Files.createDirectory(folder.resolve("bin")).resolve("curl");
    Files.writeString(
        curl,
        """
        #!/bin/bash
        url=${@: -1}
        while (($# > 1)); do [[ $1 == --output ]] && target=$2; shift; done
        echo "$url" >>'%1$s/requests'
        cp '%1$s/served/'"${url##*/}" "$target" 2>/dev/null || exit 22
        """
            .formatted(folder));
    assertThat(curl.toFile().setExecutable(true)).isTrue();
    List<String> checksums = new ArrayList<>();
    for (String name : IDX) {
      checksums.add(
          "mnist %s md5 %s published".formatted(name, digest("MD5", serve(name, "new " + name))));
      checksums.add(
          "mnist %s sha256 %s reencoded".formatted(name, digest("SHA-256", bytes("own " + name))));
    }
    // The hash that git computes for a file of the ten bytes "some text\n".
    checksums.add(
        "notmnist %s gitblob 7b57bd29ea8afbdeb9bac64cf7074f4b531492a8 published"
            .formatted(IDX.get(0)));
    Files.write(folder.resolve("checksums"), checksums);
  }

  @ParameterizedTest
  @CsvSource({
    "'', found none",
    "mnits, found mnits",
    "--force mnist, unknown option --force",
    "mnist --root, --root: expected a folder"
  })
  void badUsageIsRejected(String arguments, String message) throws Exception {
    Result result = run(arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.messages()).contains(message, "usage: fetch");
    assertThat(root).doesNotExist();
  }

  @Test
  void downloadsVerifiesAndRecordsOnce() throws Exception {
    Result first = fetch("mnist");

    assertThat(first.status()).as(first.messages()).isZero();
    for (String name : IDX) {
      assertThat(root.resolve("mnist").resolve(name)).hasContent("new " + name);
    }
    assertThat(Files.readString(root.resolve("mnist/SHA256SUMS")))
        .contains(digest("SHA-256", bytes("new " + IDX.get(2))) + "  " + IDX.get(2));
    assertThat(requests()).hasSize(4).allMatch(url -> url.startsWith("https://ossci-datasets"));

    Result second = fetch("mnist");
    assertThat(second.status()).isZero();
    assertThat(second.messages()).contains("already there");
    assertThat(requests()).hasSize(4);
    assertThat(fetch("--verify", "mnist").status()).isZero();
  }

  @Test
  void wrongContentIsDiscardedAndOtherDatasetsContinue() throws Exception {
    Files.delete(folder.resolve("checksums"));
    Files.writeString(
        folder.resolve("checksums"),
        "mnist %s md5 %s published\n".formatted(IDX.get(1), "0".repeat(32)));

    Result result = fetch("mnist", "notmnist");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.messages())
        .contains("expected md5 " + "0".repeat(32), "failed: mnist\n", "notmnist: complete");
    assertThat(root.resolve("mnist").resolve(IDX.get(0))).exists();
    assertThat(root.resolve("mnist").resolve(IDX.get(1))).doesNotExist();
    assertThat(root.resolve("mnist").resolve(IDX.get(1) + ".part")).doesNotExist();
    assertThat(root.resolve("mnist/SHA256SUMS")).doesNotExist();
  }

  @Test
  void unknownChecksumIsRecordedAndGitHashIsChecked() throws Exception {
    serve(IDX.get(0), "some text\n");

    Result result = fetch("notmnist");

    assertThat(result.status()).as(result.messages()).isZero();
    assertThat(result.messages())
        .contains("no published checksum of " + IDX.get(1))
        .doesNotContain("no published checksum of " + IDX.get(0));
    serve(IDX.get(0), "other text\n");
    root = folder.resolve("second");
    assertThat(fetch("notmnist").messages()).contains("expected gitblob 7b57bd29");
  }

  @Test
  void failedDownloadNamesTheAddress() throws Exception {
    Files.delete(served.resolve(IDX.get(3)));

    Result result = fetch("mnist");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.messages()).contains("could not download https://", "curl exit code 22");
    assertThat(fetch("--verify", "mnist").messages()).contains(IDX.get(3), "found none");
  }

  @Test
  void reencodedCopyIsVerifiedButNeverOverwritten() throws Exception {
    Files.createDirectories(root.resolve("mnist"));
    for (String name : IDX) {
      Files.writeString(root.resolve("mnist").resolve(name), "own " + name);
    }

    Result verified = fetch("--verify", "mnist");
    assertThat(verified.status()).as(verified.messages()).isZero();
    assertThat(verified.messages()).contains(IDX.get(0) + " is the re-encoded copy");
    assertThat(fetch("mnist").messages()).contains("found the re-encoded copy");
    assertThat(root.resolve("mnist").resolve(IDX.get(0))).hasContent("own " + IDX.get(0));
  }

  @Test
  void verifyDetectsAChangedFile() throws Exception {
    fetch("mnist");
    Files.writeString(root.resolve("mnist").resolve(IDX.get(0)), "changed");

    Result result = fetch("--verify", "mnist");

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.messages()).contains(IDX.get(0), "differs from its SHA256SUMS");
  }

  @Test
  void cifarArchiveIsUnpackedAndRecordedFileByFile() throws Exception {
    TarFixture tar = new TarFixture();
    for (String name : List.of("train.bin", "test.bin")) {
      tar.add("cifar-100-binary/" + name, new byte[3]);
    }
    tar.write(served.resolve("cifar-100-binary.tar.gz"));

    Result result = fetch("cifar100");

    assertThat(result.status()).as(result.messages()).isZero();
    try (var left = Files.list(root.resolve("cifar100"))) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("SHA256SUMS", "cifar-100-binary");
    }
    assertThat(root.resolve("cifar100/cifar-100-binary/train.bin")).hasBinaryContent(new byte[3]);
    assertThat(fetch("cifar100").messages()).contains("already there");
    Files.write(root.resolve("cifar100/cifar-100-binary/test.bin"), new byte[4]);
    assertThat(fetch("--verify", "cifar100").status()).isEqualTo(1);
  }

  private Result fetch(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("--root", root.toString()));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  private Result run(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(folder.toFile());
    builder.environment().merge("PATH", folder.resolve("bin") + ":", (old, bin) -> bin + old);
    Process process = builder.start();
    String messages = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), messages);
  }

  private byte[] serve(String name, String content) throws IOException {
    Files.writeString(served.resolve(name), content);
    return bytes(content);
  }

  private List<String> requests() throws IOException {
    return Files.readAllLines(folder.resolve("requests"));
  }

  private static byte[] bytes(String content) {
    return content.getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(String algorithm, byte[] content) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
  }
}

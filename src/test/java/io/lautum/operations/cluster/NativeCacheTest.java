package io.lautum.operations.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCacheTest {
  private final String home = System.getProperty("user.home");
  private final String set = System.getProperty(NativeCache.PROPERTY);

  @TempDir Path temp;

  @AfterEach
  void restore() {
    System.setProperty("user.home", home);
    property(set);
  }

  @Test
  void folderInTheHomeFolderIsCreatedPrivate() throws IOException {
    assertThat(chosen(temp)).isEqualTo(temp.resolve(".javacpp/cache"));
    assertThat(permissions(temp.resolve(".javacpp"))).isEqualTo("rwx------");
  }

  @Test
  void existingFolderThatOthersMayWriteToIsMadePrivate() throws IOException {
    Path folder = Files.createDirectories(temp.resolve(".javacpp/cache")).getParent();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertThat(chosen(temp)).isEqualTo(folder.resolve("cache"));
    assertThat(permissions(folder)).isEqualTo("rwx------");
  }

  @Test
  void withoutAHomeFolderThePlaceIsNewAndPrivate() throws IOException {
    Path first = chosen(Path.of("/nonexistent"));
    Path second = chosen(Path.of("/nonexistent"));

    assertThat(first).isNotEqualTo(second);
    assertThat(permissions(first)).isEqualTo("rwx------");
  }

  @Test
  void folderOfAnotherAccountIsNotUsed() throws IOException {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can give a folder away");
    Path folder = Files.createDirectory(temp.resolve(".javacpp"));
    Files.setOwner(
        folder,
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));

    assertThat(chosen(temp).startsWith(folder)).isFalse();
  }

  @Test
  void linkToAFolderIsNotUsed() throws IOException {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can give a link away");
    Path planted = Files.createDirectory(temp.resolve("planted"));
    Path link = Files.createSymbolicLink(temp.resolve(".javacpp"), planted);
    Files.setAttribute(link, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);

    assertThat(chosen(temp).startsWith(link)).isFalse();
  }

  @Test
  void choiceOfTheUserStays() {
    System.setProperty("user.home", temp.toString());
    property("/var/cache/lautum");

    NativeCache.choose();

    assertThat(System.getProperty(NativeCache.PROPERTY)).isEqualTo("/var/cache/lautum");
    assertThat(temp).isEmptyDirectory();
  }

  private static Path chosen(Path home) {
    System.setProperty("user.home", home.toString());
    property(null);
    NativeCache.choose();
    return Path.of(System.getProperty(NativeCache.PROPERTY));
  }

  private static void property(String value) {
    if (value == null) {
      System.clearProperty(NativeCache.PROPERTY);
    } else {
      System.setProperty(NativeCache.PROPERTY, value);
    }
  }

  private static String permissions(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }
}

package io.lautum.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Faults that cost rows are damage; all others are warnings. */
class JpegDamageTest {
  private static final int JFIF_REVISION = 11;

  private final ImageDecoder decoder = new ImageDecoder();
  private final byte[] file = ImageFiles.jpeg(64, 48);
  private final DecodedImage whole = decoder.decode("x", file);

  @Test
  void intactFileHasNoWarning() {
    assertThat(whole.warnings()).isEmpty();
  }

  @Test
  void missingEndMarkerIsAWarning() {
    warns(Arrays.copyOf(file, file.length - 2), "the end marker is missing");
    warns(Arrays.copyOf(file, file.length - 1), "the end marker is missing");
  }

  @Test
  void missingRowsAreDamageWithAndWithoutEndMarker() {
    byte[] cut = Arrays.copyOf(file, file.length - 40);
    damaged(cut);
    damaged(ImageFiles.concatenated(cut, new byte[] {-1, (byte) 0xd9}));
  }

  /** Java's decoder reports only the first fault of a file, which must not hide the second. */
  @Test
  void metadataDoNotHideMissingRows() {
    byte[] cut = Arrays.copyOf(file, file.length - 40);
    cut[JFIF_REVISION] = 0;
    damaged(cut);
    damaged(ImageFiles.inserted(cut, 20, new byte[7]));
  }

  @Test
  void bytesAfterTheEndAreAWarning() {
    warns(Arrays.copyOf(file, file.length + 1000), "1000 bytes after the end of the image");
  }

  @Test
  void bytesBeforeTheEndMarkerAreAWarning() {
    byte[] changed = ImageFiles.inserted(file, file.length - 2, new byte[12]);
    DecodedImage image = decoder.decode("x", changed);
    assertThat(image.pixels()).isEqualTo(whole.pixels());
    assertThat(image.warnings()).singleElement().asString().contains("extraneous bytes");
  }

  @Test
  void bytesBetweenSegmentsAreAWarning() {
    warns(ImageFiles.inserted(file, 20, new byte[7]), "7 bytes between segments");
  }

  @Test
  void unknownRevisionIsAWarning() {
    byte[] changed = file.clone();
    changed[JFIF_REVISION] = 0;
    changed[JFIF_REVISION + 1] = 0;
    warns(changed, "JFIF revision 0.00");
  }

  @Test
  void badProfileIsAWarning() {
    byte[] profile =
        ImageFiles.concatenated(
            ImageFiles.ascii("ICC_PROFILE\0"), new byte[] {1, 1}, new byte[300]);
    DecodedImage image = decoder.decode("x", ImageFiles.withSegment(file, 0xe2, profile));
    assertThat(image.pixels()).isEqualTo(whole.pixels());
    assertThat(image.warnings()).singleElement().asString().startsWith("the colour profile");

    profile[13] = 2;
    warns(
        ImageFiles.withSegment(file, 0xe2, profile),
        "the colour profile is ignored: parts of it are missing");
  }

  @Test
  void unknownSegmentsHaveNoEffect() {
    byte[] comment = ImageFiles.withSegment(file, 0xfe, new byte[1000]);
    byte[] application = ImageFiles.withSegment(comment, 0xe5, new byte[1000]);
    assertThat(decoder.decode("x", application).pixels()).isEqualTo(whole.pixels());
  }

  /** The first scans of a progressive file show the image without its detail. */
  @Test
  void missingScansAreDamage() {
    byte[] progressive = ImageFiles.progressive(ImageFiles.gradient(64, 48), "jpeg");
    int last = lastScan(progressive);
    assertThatThrownBy(() -> decoder.decode("x", Arrays.copyOf(progressive, last)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("all scans of component");
    assertThat(decoder.decode("x", Arrays.copyOf(progressive, progressive.length - 2)).warnings())
        .containsExactly("the end marker is missing");
  }

  /** Each scan costs a pass over the blocks of an image that may have 16 million pixels. */
  @Test
  void endlessScansAreRejected() {
    byte[] progressive = ImageFiles.progressive(ImageFiles.gradient(16, 16), "jpeg");
    byte[] scan = Arrays.copyOfRange(progressive, lastScan(progressive), progressive.length - 2);
    byte[][] parts = new byte[502][];
    Arrays.fill(parts, scan);
    parts[0] = Arrays.copyOf(progressive, progressive.length - 2);
    assertThatThrownBy(() -> decoder.decode("x", ImageFiles.concatenated(parts)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("at most 500 scans");
  }

  @Test
  void flippedBitsGiveAnImageOrAnError() {
    byte[] small = ImageFiles.jpeg(16, 8);
    for (int bit = 16; bit < Byte.SIZE * small.length; bit += 3) {
      byte[] flipped = small.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      try {
        assertThat(decoder.decode("x", flipped).pixels()).isNotEmpty();
      } catch (DataException e) {
        assertThat(e).hasMessageStartingWith("x: ");
      }
    }
  }

  private static int lastScan(byte[] jpeg) {
    for (int at = jpeg.length - 2; at > 0; at--) {
      if (jpeg[at] == -1 && jpeg[at + 1] == (byte) 0xda) {
        return at;
      }
    }
    throw new AssertionError("no scan");
  }

  private void warns(byte[] changed, String warning) {
    DecodedImage image = decoder.decode("x", changed);
    assertThat(image.pixels()).isEqualTo(whole.pixels());
    assertThat(image.warnings()).isEqualTo(List.of(warning));
  }

  private void damaged(byte[] changed) {
    assertThatThrownBy(() -> decoder.decode("x", changed))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("x: expected an intact image, found: ");
  }
}

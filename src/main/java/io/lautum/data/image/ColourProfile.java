package io.lautum.data.image;

import io.lautum.Text;
import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import java.util.Optional;

/**
 * Converts 8-bit samples from the colours of an embedded ICC profile to sRGB. Grey profiles are
 * ignored: grey samples keep their stored levels.
 */
final class ColourProfile {
  /** More than any profile has: those of printers with large tables have 3 MiB. */
  static final int MAX_BYTES = 8 << 20;

  /**
   * A conversion that moves no colour of a grid by more than this is skipped: most profiles are
   * sRGB in the rounding of some program, and converting them would only add noise.
   */
  private static final int SRGB_TOLERANCE = 2;

  private static final int GRID_STEP = 51;
  private static final int COLOURS = 3;

  private final byte[] bytes;
  private final ColorConvertOp conversion;
  private final int channels;
  private final String fault;

  private ColourProfile(byte[] bytes, ColorConvertOp conversion, int channels, String fault) {
    this.bytes = bytes;
    this.conversion = conversion;
    this.channels = channels;
    this.fault = fault;
  }

  /**
   * Reads a profile.
   *
   * @param bytes content of the profile
   * @param channels channels of the image, 3 for RGB or 4 for CMYK
   */
  static ColourProfile of(byte[] bytes, int channels) {
    try {
      if (bytes.length > MAX_BYTES) {
        return unusable(bytes, channels, Text.format("it has more than %d bytes", MAX_BYTES));
      }
      ICC_Profile profile = ICC_Profile.getInstance(bytes);
      int expected = channels == COLOURS ? ColorSpace.TYPE_RGB : ColorSpace.TYPE_CMYK;
      if (profile.getColorSpaceType() != expected || profile.getNumComponents() != channels) {
        return unusable(
            bytes,
            channels,
            Text.format("it has %d channels, the image %d", profile.getNumComponents(), channels));
      }
      ICC_Profile[] path = {profile, ICC_Profile.getInstance(ColorSpace.CS_sRGB)};
      ColorConvertOp conversion = new ColorConvertOp(path, null);
      boolean identity = channels == COLOURS && isIdentity(conversion);
      return new ColourProfile(bytes, identity ? null : conversion, channels, null);
    } catch (IllegalArgumentException | CMMException e) {
      return unusable(bytes, channels, e.getMessage());
    }
  }

  private static ColourProfile unusable(byte[] bytes, int channels, String reason) {
    return new ColourProfile(bytes, null, channels, unusable(reason));
  }

  /** Returns the warning about a profile that is ignored. */
  static String unusable(String reason) {
    return "the colour profile is ignored: " + reason;
  }

  /** Returns whether this is the profile with this content for images of this kind. */
  boolean matches(byte[] other, int otherChannels) {
    return channels == otherChannels && Arrays.equals(bytes, other);
  }

  /** Returns the reason for ignoring the profile; empty if it is used. */
  Optional<String> fault() {
    return Optional.ofNullable(fault);
  }

  /** Returns whether {@link #convert} changes colours. */
  boolean converts() {
    return conversion != null;
  }

  /**
   * Returns three planes in sRGB.
   *
   * @param planes three or four planes of {@code width} x {@code height} samples
   */
  byte[] convert(byte[] planes, int height, int width) {
    int plane = height * width;
    byte[] converted = new byte[COLOURS * plane];
    WritableRaster from = interleaved(width, channels);
    WritableRaster to = interleaved(width, COLOURS);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      for (int channel = 0; channel < channels; channel++) {
        int start = channel * plane + y * width;
        for (int x = 0; x < width; x++) {
          row[x] = planes[start + x] & 0xff;
        }
        from.setSamples(0, 0, width, 1, channel, row);
      }
      conversion.filter(from, to);
      for (int channel = 0; channel < COLOURS; channel++) {
        to.getSamples(0, 0, width, 1, channel, row);
        int start = channel * plane + y * width;
        for (int x = 0; x < width; x++) {
          converted[start + x] = (byte) row[x];
        }
      }
    }
    return converted;
  }

  private static WritableRaster interleaved(int width, int bands) {
    return Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, width, 1, bands, null);
  }

  private static boolean isIdentity(ColorConvertOp conversion) {
    int levels = 255 / GRID_STEP + 1;
    WritableRaster from = interleaved(levels * levels * levels, COLOURS);
    for (int i = 0; i < from.getWidth(); i++) {
      int[] colour = {i % levels, i / levels % levels, i / levels / levels};
      from.setPixel(i, 0, Arrays.stream(colour).map(level -> level * GRID_STEP).toArray());
    }
    WritableRaster to = conversion.filter(from, interleaved(from.getWidth(), COLOURS));
    int[] expected = from.getPixels(0, 0, from.getWidth(), 1, (int[]) null);
    int[] found = to.getPixels(0, 0, from.getWidth(), 1, (int[]) null);
    for (int i = 0; i < expected.length; i++) {
      if (Math.abs(expected[i] - found[i]) > SRGB_TOLERANCE) {
        return false;
      }
    }
    return true;
  }
}

package io.lautum.data.image;

import io.lautum.Text;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The application segments of a JPEG file that affect its pixels. */
final class JpegMetadata {
  private static final byte[] JFIF = ascii("JFIF\0");
  private static final byte[] EXIF = ascii("Exif\0\0");
  private static final byte[] ICC = ascii("ICC_PROFILE\0");
  private static final byte[] ADOBE = ascii("Adobe");

  private final List<String> warnings = new ArrayList<>();
  private final SortedMap<Integer, byte[]> profileParts = new TreeMap<>();
  private Orientation orientation = Orientation.UPRIGHT;
  private boolean jfif;
  private int profileCount;
  private int transform = -1;

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Reads the segment {@code file[from, to)}; unknown ones have no effect. */
  void read(int marker, byte[] file, int from, int to) {
    if (marker == 0xe0 && startsWith(file, from, to, JFIF)) {
      jfif = true;
      int major = from + JFIF.length < to ? file[from + JFIF.length] : 0;
      if (major != 1) {
        int minor = from + JFIF.length + 1 < to ? file[from + JFIF.length + 1] & 0xff : 0;
        warnings.add(Text.format("JFIF revision %d.%02d", major & 0xff, minor));
      }
    } else if (marker == 0xe1 && startsWith(file, from, to, EXIF)) {
      orientation = TiffDirectory.orientation(Arrays.copyOfRange(file, from + EXIF.length, to));
    } else if (marker == 0xe2 && startsWith(file, from, to, ICC) && to - from >= ICC.length + 2) {
      profileParts.put(
          file[from + ICC.length] & 0xff, Arrays.copyOfRange(file, from + ICC.length + 2, to));
      profileCount = file[from + ICC.length + 1] & 0xff;
    } else if (marker == 0xee && startsWith(file, from, to, ADOBE) && to - from >= 12) {
      transform = file[from + 11] & 0xff;
    }
  }

  private static boolean startsWith(byte[] file, int from, int to, byte[] name) {
    return to - from >= name.length
        && Arrays.equals(file, from, from + name.length, name, 0, name.length);
  }

  boolean isJfif() {
    return jfif;
  }

  Orientation orientation() {
    return orientation;
  }

  /** Returns the colour transform of Adobe's segment; -1 without one. */
  int transform() {
    return transform;
  }

  /** Returns the profile, joined from its segments; null without one or with missing parts. */
  byte[] profile() {
    if (profileParts.isEmpty() || !isProfileComplete()) {
      return null;
    }
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    profileParts.values().forEach(joined::writeBytes);
    return joined.toByteArray();
  }

  private boolean isProfileComplete() {
    return profileParts.size() == profileCount
        && profileParts.firstKey() == 1
        && profileParts.lastKey() == profileCount;
  }

  List<String> warnings() {
    List<String> all = new ArrayList<>(warnings);
    if (!profileParts.isEmpty() && !isProfileComplete()) {
      all.add(ColourProfile.unusable("parts of it are missing"));
    }
    return all;
  }
}

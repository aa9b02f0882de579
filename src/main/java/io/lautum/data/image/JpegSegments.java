package io.lautum.data.image;

import io.lautum.DataException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The segments of a JPEG file (ITU-T T.81, annex B). The image for the decoder consists of tables,
 * frame and scans only, with one marker that states the colour space and with an end marker. So the
 * decoder's warning, of which it gives only the first, concerns the image and not its metadata.
 */
final class JpegSegments {
  /** Encoders write about ten scans; each costs a pass over all blocks, however short it is. */
  private static final int MAX_SCANS = 500;

  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;

  /** First and last coefficient and the approximation of a sequential scan. */
  private static final byte[] SEQUENTIAL = {0, 63, 0};

  private final String path;
  private final byte[] file;
  private final List<String> warnings = new ArrayList<>();
  private final ByteArrayOutputStream image;
  private final JpegMetadata metadata = new JpegMetadata();
  private final Map<Integer, Long> complete = new HashMap<>();
  private JpegFrame frame;
  private int at = 2;
  private int scans;
  private int stray;
  private boolean ended;

  private JpegSegments(String path, byte[] file) {
    this.path = path;
    this.file = file;
    image = new ByteArrayOutputStream(file.length);
  }

  /**
   * Checks that all segments are complete. The end marker may be missing if no scan is.
   *
   * @param path the file's path, for messages
   * @throws DataException with the offset of the first segment that is not intact
   */
  static JpegSegments parse(String path, byte[] file) {
    JpegSegments segments = new JpegSegments(path, file);
    segments.parse();
    return segments;
  }

  JpegFrame frame() {
    return frame;
  }

  EncodedImage encoded() {
    byte[] body = image.toByteArray();
    JpegColours colours = new JpegColours(frame, metadata);
    byte[] marker = colours.marker();
    byte[] bytes = new byte[2 + marker.length + body.length + 2];
    bytes[0] = (byte) 0xff;
    bytes[1] = (byte) 0xd8;
    System.arraycopy(marker, 0, bytes, 2, marker.length);
    System.arraycopy(body, 0, bytes, 2 + marker.length, body.length);
    bytes[bytes.length - 2] = (byte) 0xff;
    bytes[bytes.length - 1] = (byte) EOI;
    List<String> all = new ArrayList<>(metadata.warnings());
    if (stray > 0) {
      all.add(stray + " bytes between segments");
    }
    all.addAll(warnings);
    return new EncodedImage(
        bytes, metadata.orientation(), metadata.profile(), 0, colours.ink(), all);
  }

  /** Returns the largest width times height that is decoded. */
  long maxPixels() {
    return frame.maxPixels(scans, MAX_SCANS);
  }

  /**
   * Returns whether the decoder's warning means that a part of the image is lost or wrong. Bytes
   * after the last scan or between complete scans do no harm; bytes before a restart marker are the
   * rest of an interval that was decoded wrongly.
   */
  boolean isDamage(String warning) {
    boolean harmless =
        warning.endsWith("extraneous bytes before marker 0xd9")
            || ended
                && (warning.matches(".* extraneous bytes before marker 0x(c4|d[a-d])")
                    || warning.startsWith("Inconsistent progression"));
    return !harmless;
  }

  private void parse() {
    while (!ended) {
      int marker = nextMarker();
      if (marker < 0) {
        requireAllScans();
        warnings.add("the end marker is missing");
        return;
      }
      if (marker == EOI) {
        ended = true;
      } else if (marker != 0x01 && (marker < 0xd0 || marker > 0xd8)) {
        segment(marker);
      }
    }
    if (scans == 0) {
      throw EncodedImage.damaged(path, at, "a scan", "the end marker");
    }
    if (at < file.length) {
      warnings.add(file.length - at + " bytes after the end of the image");
    }
  }

  /** Returns the next marker; negative at the end of the file. */
  private int nextMarker() {
    int from = at;
    while (at < file.length && (file[at] & 0xff) != 0xff) {
      at++;
    }
    stray += at - from;
    while (at < file.length && (file[at] & 0xff) == 0xff) {
      at++;
    }
    return at < file.length ? file[at++] & 0xff : -1;
  }

  private void segment(int marker) {
    int start = at - 2;
    int length = at + 2 > file.length ? 0 : (file[at] & 0xff) << 8 | file[at + 1] & 0xff;
    if (length < 2 || at + length > file.length) {
      if (scans > 0 && at + Math.max(length, 2) > file.length) {
        at = file.length;
        return;
      }
      throw EncodedImage.damaged(
          path,
          start,
          "a segment within the " + file.length + " bytes of the file",
          length + " bytes");
    }
    int from = at + 2;
    int to = at + length;
    at = to;
    if (marker >= 0xe0 && marker <= 0xef) {
      metadata.read(marker, file, from, to);
    } else if (marker == SOS) {
      scan(start, from, to);
    } else if (marker != 0xfe) {
      if (JpegFrame.isFrame(marker)) {
        if (frame != null) {
          throw EncodedImage.damaged(path, start, "one frame", "another one");
        }
        frame = JpegFrame.parse(path, marker, file, from, to);
      }
      copy(marker, from, to);
    }
  }

  private void copy(int marker, int from, int to) {
    image.write(0xff);
    image.write(marker);
    image.write(file, from - 2, to - from + 2);
  }

  private void scan(int start, int from, int to) {
    int components = from < to ? file[from] & 0xff : 0;
    if (frame == null || components == 0 || to - from != 4 + 2 * components) {
      throw EncodedImage.damaged(path, start, "a scan of a frame's components", "" + components);
    }
    if (++scans > MAX_SCANS) {
      throw EncodedImage.damaged(path, start, "at most " + MAX_SCANS + " scans", "more");
    }
    int first = file[to - 3] & 0x3f;
    int last = file[to - 2] & 0x3f;
    boolean refined = !frame.progressive() || (file[to - 1] & 0x0f) == 0;
    if (!frame.progressive()) {
      first = 0;
      last = 63;
    }
    for (int i = 0; refined && i < components; i++) {
      for (int k = first; k <= last; k++) {
        complete.merge(file[from + 1 + 2 * i] & 0xff, 1L << k, (a, b) -> a | b);
      }
    }
    copy(SOS, from, to - 3);
    if (frame.progressive()) {
      image.write(file, to - 3, 3);
    } else {
      // Some cameras write other numbers, which the decoder would warn about.
      image.writeBytes(SEQUENTIAL);
    }
    int data = at;
    skipEntropyCoded();
    image.write(file, data, at - data);
  }

  /** Moves to the next marker other than restarts and stuffed zeros. */
  private void skipEntropyCoded() {
    while (at < file.length) {
      if ((file[at] & 0xff) == 0xff) {
        int next = at + 1 < file.length ? file[at + 1] & 0xff : EOI;
        if (next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7)) {
          return;
        }
      }
      at++;
    }
  }

  /** A file without end marker may have lost scans together with it. */
  private void requireAllScans() {
    if (frame == null || scans == 0) {
      throw EncodedImage.damaged(path, file.length, "a scan", "the end of the file");
    }
    for (int component : frame.components()) {
      if (complete.getOrDefault(component, 0L) != -1L) {
        throw EncodedImage.damaged(
            path, file.length, "all scans of component " + component, "the end of the file");
      }
    }
  }
}

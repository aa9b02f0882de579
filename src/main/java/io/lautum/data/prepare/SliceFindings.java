package io.lautum.data.prepare;

import io.lautum.DataException;
import io.lautum.data.read.FileFindings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The findings on the files of one slice: all bad files, the number of files with warnings, and the
 * first of these. Stored next to the slice's {@link ExampleBlock}s, in the same form.
 */
final class SliceFindings implements FileFindings {
  /** Number of files with warnings that are kept. */
  static final int MOST_WARNED = 5;

  /** Takes the place of the number of examples, with which a block of examples starts. */
  private static final int MARK = -1;

  private static final int LONGEST_TEXT = 500;

  private final List<FileFinding> bad = new ArrayList<>();
  private final List<FileFinding> firstWarned = new ArrayList<>();
  private long warned;

  @Override
  public void bad(long id, String path, DataException fault) {
    bad.add(new FileFinding(id, path, cut(FileFindings.text(path, fault))));
  }

  @Override
  public void warned(long id, String path, List<String> warnings) {
    warned++;
    if (firstWarned.size() < MOST_WARNED) {
      firstWarned.add(new FileFinding(id, path, cut(String.join("; ", warnings))));
    }
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }

  /** Returns the bad files in the order of their ids. */
  List<FileFinding> bad() {
    return bad;
  }

  long warned() {
    return warned;
  }

  List<FileFinding> firstWarned() {
    return firstWarned;
  }

  boolean isEmpty() {
    return bad.isEmpty() && warned == 0;
  }

  /** Returns whether bytes are those of {@link #toBytes} and not of {@link ExampleBlock}. */
  static boolean isFindings(byte[] block) {
    return ByteBuffer.wrap(block).getInt() == MARK;
  }

  /** Serialises to the form that {@link #fromBytes} reads. */
  byte[] toBytes() {
    List<byte[]> texts = new ArrayList<>();
    int size = 2 * Integer.BYTES + Long.BYTES;
    for (FileFinding finding : all()) {
      texts.add(finding.path().getBytes(StandardCharsets.UTF_8));
      texts.add(finding.text().getBytes(StandardCharsets.UTF_8));
      size += Long.BYTES;
    }
    size += texts.stream().mapToInt(text -> Integer.BYTES + text.length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(size).putInt(MARK).putLong(warned).putInt(bad.size());
    int next = 0;
    for (FileFinding finding : all()) {
      bytes.putLong(finding.id());
      for (byte[] text : texts.subList(next, next + 2)) {
        bytes.putInt(text.length).put(text);
      }
      next += 2;
    }
    return bytes.array();
  }

  private List<FileFinding> all() {
    List<FileFinding> all = new ArrayList<>(bad);
    all.addAll(firstWarned);
    return all;
  }

  static SliceFindings fromBytes(byte[] block) {
    ByteBuffer bytes = ByteBuffer.wrap(block).position(Integer.BYTES);
    SliceFindings findings = new SliceFindings();
    findings.warned = bytes.getLong();
    int badFiles = bytes.getInt();
    while (bytes.hasRemaining()) {
      List<FileFinding> list = findings.bad.size() < badFiles ? findings.bad : findings.firstWarned;
      list.add(new FileFinding(bytes.getLong(), text(bytes), text(bytes)));
    }
    return findings;
  }

  private static String text(ByteBuffer bytes) {
    byte[] text = new byte[bytes.getInt()];
    bytes.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }
}

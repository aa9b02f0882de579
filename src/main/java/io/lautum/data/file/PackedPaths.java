package io.lautum.data.file;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Paths in a fixed order, each with a size and a number, in about 4 bytes per path more than the
 * file's name: consecutive paths in one folder share the folder's. Immutable.
 */
public final class PackedPaths implements Serializable {
  private static final int LOW_BITS = 0x7f;

  private final byte[] packed;
  private final long count;

  private PackedPaths(byte[] packed, long count) {
    this.packed = packed;
    this.count = count;
  }

  /** Returns the number of paths. */
  public long count() {
    return count;
  }

  /** Returns the number of bytes that the paths take. */
  long bytes() {
    return packed.length;
  }

  /** Returns a cursor before the first path. */
  public Cursor cursor() {
    return new Cursor();
  }

  /** Collects paths. */
  public static final class Builder {
    private byte[] packed = new byte[1 << 8];
    private int length;
    private long count;
    private String folder = "";

    /**
     * Adds a path.
     *
     * @param size at least -1
     * @param number at least 0
     */
    public void add(String path, long size, int number) {
      int slash = path.lastIndexOf('/');
      boolean same =
          slash < 0 ? folder.isEmpty() : slash == folder.length() && path.startsWith(folder);
      byte[] name = path.substring(slash + 1).getBytes(StandardCharsets.UTF_8);
      // The lowest bit tells whether the path of another folder precedes the name.
      addNumber((long) name.length << 1 | (same ? 0 : 1));
      if (!same) {
        folder = path.substring(0, Math.max(0, slash));
        byte[] text = folder.getBytes(StandardCharsets.UTF_8);
        addNumber(text.length);
        addBytes(text);
      }
      addBytes(name);
      addNumber(size + 1);
      addNumber(number);
      count++;
    }

    private void addNumber(long number) {
      reserve(Long.BYTES + 2);
      long left = number;
      while (left > LOW_BITS) {
        packed[length++] = (byte) (left | ~LOW_BITS);
        left >>>= 7;
      }
      packed[length++] = (byte) left;
    }

    private void addBytes(byte[] bytes) {
      reserve(bytes.length);
      System.arraycopy(bytes, 0, packed, length, bytes.length);
      length += bytes.length;
    }

    private void reserve(int more) {
      if (more > packed.length - length) {
        int grown = Math.addExact(length, Math.max(length / 2, more));
        packed = Arrays.copyOf(packed, grown);
      }
    }

    public PackedPaths build() {
      return new PackedPaths(Arrays.copyOf(packed, length), count);
    }
  }

  /** Reads the paths in their order. A path that is passed over costs no object. */
  public final class Cursor {
    private int at;
    private int folderFrom;
    private int folderLength;
    private String folder = "";
    private int nameFrom;
    private int nameLength;
    private long size;
    private int number;

    /** Moves to the next path; returns false at the end. */
    public boolean next() {
      if (at == packed.length) {
        return false;
      }
      long head = nextNumber();
      nameLength = (int) (head >> 1);
      if ((head & 1) != 0) {
        folderLength = (int) nextNumber();
        folderFrom = at;
        folder = null;
        at += folderLength;
      }
      nameFrom = at;
      at += nameLength;
      size = nextNumber() - 1;
      number = (int) nextNumber();
      return true;
    }

    private long nextNumber() {
      long value = 0;
      int shift = 0;
      byte next = packed[at++];
      while (next < 0) {
        value |= (long) (next & LOW_BITS) << shift;
        shift += 7;
        next = packed[at++];
      }
      return value | (long) next << shift;
    }

    /** Returns the part of the path before the last slash; empty if there is none. */
    public String folder() {
      if (folder == null) {
        folder = new String(packed, folderFrom, folderLength, StandardCharsets.UTF_8);
      }
      return folder;
    }

    public String path() {
      String name = new String(packed, nameFrom, nameLength, StandardCharsets.UTF_8);
      return folder().isEmpty() ? name : folder() + "/" + name;
    }

    public long size() {
      return size;
    }

    /** Returns the number that was added with the path. */
    public int number() {
      return number;
    }
  }
}

package io.lautum.data.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The compressions of single files. The first bytes determine the compression, because file names
 * are unreliable: some programs unpack a download and keep its name, others drop the suffix.
 */
enum Compression {
  NONE,
  GZIP(0x1f, 0x8b, 8),
  XZ(0xfd, '7', 'z', 'X', 'Z', 0),
  /** The digit after the first three bytes is the block size and may differ. */
  BZIP2('B', 'Z', 'h', -1, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59);

  /** The largest number of first bytes that {@link #of} needs. */
  static final int MAGIC_BYTES = 10;

  /**
   * Memory limit for decompression. Sufficient for {@code xz -9}, whose dictionary takes 64 MiB.
   */
  private static final int XZ_MEMORY_KIB = 128 << 10;

  private final int[] magic;

  Compression(int... magic) {
    this.magic = magic;
  }

  /** Returns the compression of a file that starts with {@code head}. */
  static Compression of(byte[] head) {
    for (Compression compression : values()) {
      if (compression != NONE && compression.matches(head)) {
        return compression;
      }
    }
    return NONE;
  }

  private boolean matches(byte[] head) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= head.length || magic[i] >= 0 && magic[i] != (head[i] & 0xff)) {
        return false;
      }
    }
    return true;
  }

  /** Returns the decompressed content of a stream, which may consist of several parts. */
  InputStream decompress(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP -> new BufferedInputStream(new GzipCompressorInputStream(in, true));
      case XZ -> new BufferedInputStream(new XZCompressorInputStream(in, true, XZ_MEMORY_KIB));
      case BZIP2 -> new BufferedInputStream(new BZip2CompressorInputStream(in, true));
    };
  }
}

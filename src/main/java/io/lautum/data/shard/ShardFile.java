package io.lautum.data.shard;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/**
 * The columns of a shard: {@code id}, {@code pixels}, either {@code label} or, if the shard is
 * unlabelled, {@code whitened} (32-bit floats, little-endian), and {@code name} if the images'
 * files have names.
 */
final class ShardFile {
  static final String ID = "id";
  static final String LABEL = "label";
  static final String PIXELS = "pixels";
  static final String WHITENED = "whitened";
  static final String NAME = "name";

  private ShardFile() {}

  static MessageType schema(ShardSet set, boolean named) {
    Types.GroupBuilder<MessageType> schema = Types.buildMessage().required(INT64).named(ID);
    schema =
        set.isLabelled()
            ? schema.required(INT32).named(LABEL).required(BINARY).named(PIXELS)
            : schema.required(BINARY).named(PIXELS).required(BINARY).named(WHITENED);
    return (named ? schema.required(BINARY).as(stringType()).named(NAME) : schema).named("example");
  }

  static byte[] bytes(float[] values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  /** Returns the SHA-256 of a file, in hexadecimal. */
  static String checksum(FileSystem files, Path path) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(files.open(path), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

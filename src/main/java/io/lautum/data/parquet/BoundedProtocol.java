package io.lautum.data.parquet;

import io.lautum.Text;
import java.io.InputStream;
import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.protocol.TList;
import shaded.parquet.org.apache.thrift.protocol.TProtocolException;
import shaded.parquet.org.apache.thrift.transport.TIOStreamTransport;
import shaded.parquet.org.apache.thrift.transport.TTransport;

/**
 * Thrift's compact protocol, in which Parquet's headers are written, for untrusted bytes. Thrift
 * allocates lists of the declared length; this class rejects a length above the number of bytes.
 */
public final class BoundedProtocol extends TCompactProtocol {
  private static final int RECURSION = 32;

  private final int length;

  private BoundedProtocol(TTransport transport, int length) {
    super(transport);
    this.length = length;
  }

  /**
   * Returns the protocol over a stream.
   *
   * @param length number of bytes in the stream, which bounds every element
   */
  public static BoundedProtocol of(InputStream in, int length) throws TException {
    TConfiguration limits = new TConfiguration(length, length, RECURSION);
    return new BoundedProtocol(new TIOStreamTransport(limits, in), length);
  }

  @Override
  public TList readListBegin() throws TException {
    TList list = super.readListBegin();
    if (list.size > length) {
      throw new TProtocolException(
          TProtocolException.SIZE_LIMIT,
          Text.format("a list of %d elements in %d bytes", list.size, length));
    }
    return list;
  }
}

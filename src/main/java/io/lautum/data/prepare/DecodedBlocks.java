package io.lautum.data.prepare;

import io.lautum.data.read.Example;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The blocks of one slice in serialised form: those of its examples, then its findings if any. */
final class DecodedBlocks implements Iterator<byte[]> {
  private final Iterator<ExampleBlock> blocks;
  private final SliceFindings findings;
  private boolean ended;

  private DecodedBlocks(Iterator<ExampleBlock> blocks, SliceFindings findings) {
    this.blocks = blocks;
    this.findings = findings;
  }

  /**
   * Returns the blocks of a slice, each created on demand.
   *
   * @param findings receives the findings while the examples are read
   */
  static Iterator<byte[]> of(Iterator<Example> examples, SliceFindings findings) {
    return new DecodedBlocks(ExampleBlock.of(examples), findings);
  }

  @Override
  public boolean hasNext() {
    return blocks.hasNext() || !ended && !findings.isEmpty();
  }

  @Override
  public byte[] next() {
    if (blocks.hasNext()) {
      return blocks.next().toBytes();
    }
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    ended = true;
    return findings.toBytes();
  }

  /** Iterates over the examples among serialised blocks, and adds up the findings. */
  static final class Reader implements Iterator<ExampleBlock> {
    private final Iterator<byte[]> blocks;
    private SplitFindings findings = SplitFindings.NONE;
    private ExampleBlock next;

    Reader(Iterator<byte[]> blocks) {
      this.blocks = blocks;
    }

    @Override
    public boolean hasNext() {
      while (next == null && blocks.hasNext()) {
        byte[] block = blocks.next();
        if (SliceFindings.isFindings(block)) {
          findings = findings.plus(SplitFindings.of(SliceFindings.fromBytes(block)));
        } else {
          next = ExampleBlock.fromBytes(block);
        }
      }
      return next != null;
    }

    @Override
    public ExampleBlock next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      ExampleBlock block = next;
      next = null;
      return block;
    }

    /** Returns the findings up to here, all of them after the last block. */
    SplitFindings findings() {
      return findings;
    }
  }
}

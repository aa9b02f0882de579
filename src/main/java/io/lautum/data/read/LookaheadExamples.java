package io.lautum.data.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;

/** An iterator over examples that a subclass supplies one at a time, with null at the end. */
public abstract class LookaheadExamples implements DatasetReader.Examples {
  private Example ahead;
  private boolean ended;

  /** Returns the next example, or null after the last. */
  protected abstract Example advance() throws IOException;

  @Override
  public final boolean hasNext() {
    if (ahead == null && !ended) {
      try {
        ahead = advance();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      ended = ahead == null;
    }
    return ahead != null;
  }

  @Override
  public final Example next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Example next = ahead;
    ahead = null;
    return next;
  }
}

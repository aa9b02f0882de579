package io.lautum.data.read;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;

/** Turns "the next example or null at the end" into an iterator. */
abstract class LookaheadExamples implements DatasetReader.Examples {
  private Example ahead;
  private boolean ended;

  /** The next example, or null after the last. */
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

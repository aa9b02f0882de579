package io.lautum.data.read;

import java.io.IOException;
import java.util.function.UnaryOperator;

/** Examples that are changed one at a time. */
record MappedExamples(DatasetReader.Examples examples, UnaryOperator<Example> change)
    implements DatasetReader.Examples {
  @Override
  public boolean hasNext() {
    return examples.hasNext();
  }

  @Override
  public Example next() {
    return change.apply(examples.next());
  }

  @Override
  public void close() throws IOException {
    examples.close();
  }
}

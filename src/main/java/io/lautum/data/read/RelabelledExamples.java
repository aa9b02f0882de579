package io.lautum.data.read;

import java.io.IOException;

/**
 * Examples with other labels.
 *
 * @param labels new label by old label; labels beyond its end become 0
 */
record RelabelledExamples(DatasetReader.Examples examples, int[] labels)
    implements DatasetReader.Examples {
  @Override
  public boolean hasNext() {
    return examples.hasNext();
  }

  @Override
  public Example next() {
    Example example = examples.next();
    int label = example.label() < labels.length ? labels[example.label()] : 0;
    return new Example(example.id(), label, example.pixels(), example.name());
  }

  @Override
  public void close() throws IOException {
    examples.close();
  }
}

package io.lautum.data.glyphs;

import io.lautum.data.read.DatasetFormat;
import io.lautum.data.read.DatasetReader;
import io.lautum.experiment.config.DatasetConfig;

/** Generated images of characters, configured by keys that only this format uses. */
public final class GlyphFormat implements DatasetFormat {
  @Override
  public String name() {
    return "glyphs";
  }

  @Override
  public boolean readsFiles() {
    return false;
  }

  @Override
  public DatasetReader open(DatasetConfig dataset) {
    return new GlyphReader(
        dataset.glyphs(), dataset.trainCount(), dataset.testCount(), dataset.seed());
  }
}

package io.lautum.data.glyphs;

import io.lautum.data.read.DatasetFormat;
import io.lautum.data.read.DatasetReader;
import io.lautum.experiment.config.DatasetConfig;

/** Images of characters that are generated, from the keys that only this format has. */
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

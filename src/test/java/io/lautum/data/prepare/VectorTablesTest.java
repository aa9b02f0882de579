package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.image.FloatVector;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.Split;
import io.lautum.experiment.config.DatasetConfig;
import io.lautum.experiment.config.ImageConfig;
import io.lautum.experiment.config.LayoutConfig;
import io.lautum.experiment.config.VectorsConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorTablesTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;

  private RawDataset table(String name, List<String> columns, String... lines) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".csv"), String.join("\n", lines) + "\n");
    return RawDataset.open(
        DatasetConfig.of(
            name,
            "vectors",
            file.toString(),
            LayoutConfig.DEFAULTS.withoutTestShare(),
            new VectorsConfig(columns, 0, "fail")),
        HADOOP);
  }

  private RawDataset table(String name, String... lines) throws IOException {
    return table(name, List.of(), lines);
  }

  private static List<String> rows(RawDataset dataset) throws IOException {
    List<String> rows = new ArrayList<>();
    try (DatasetReader.Examples examples = dataset.reader().read(HADOOP, Split.TRAIN, 0, 1)) {
      while (examples.hasNext()) {
        Example example = examples.next();
        float[] values = new float[dataset.info().shape().size()];
        FloatVector.read(example.pixels(), 0, values);
        rows.add(dataset.info().classes().get(example.label()) + " " + Arrays.toString(values));
      }
    }
    return rows;
  }

  @Test
  void equalColumnsAreMatchedByName() throws IOException {
    RawDataset target = table("target", "x,y,z,label", "1,2,3,a", "4,5,6,b");
    RawDataset source = table("source", "label,z,x,y", "b,9,7,8", "a,6,4,5");
    assertThat(VectorTables.fit(ImageConfig.DEFAULTS, List.of(target, source)).shape())
        .isEqualTo(FloatVector.shape(3));
    RawDataset matched = VectorTables.inOrderOf(target, source);
    assertThat(rows(matched)).containsExactly("b [7.0, 8.0, 9.0]", "a [4.0, 5.0, 6.0]");
    assertThat(matched.info().columns()).containsExactly("x", "y", "z");
    assertThat(matched.reader().info(HADOOP).columns()).containsExactly("x", "y", "z");
    assertThat(matched.info().notes())
        .extracting(DatasetNote::text)
        .contains("columns of vectors in the order of target, matched by name");
    assertThat(VectorTables.inOrderOf(target, target)).isSameAs(target);
  }

  @Test
  void otherColumnsStayAsTheyAre() throws IOException {
    RawDataset target = table("target", "x,y,label", "1,2,a", "4,5,b");
    RawDataset source = table("source", "u,v,label", "1,2,a", "4,5,b");
    assertThat(VectorTables.fit(ImageConfig.DEFAULTS, List.of(target, source))).isNotNull();
    assertThat(VectorTables.inOrderOf(target, source)).isSameAs(source);
  }

  @Test
  void columnAtTwoPositionsNeedsAChoice() throws IOException {
    String[] target = {"x,y,label", "1,2,a", "4,5,b"};
    String[] source = {"v,x,label", "1,2,a", "4,5,b"};
    List<RawDataset> found = List.of(table("target", target), table("source", source));
    assertThatThrownBy(() -> VectorTables.fit(ImageConfig.DEFAULTS, found))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "expected a column of vectors at one position in datasets with different columns,"
                + " found x as number 1 of target and number 2 of source; set vector-columns of"
                + " both");
    List<RawDataset> named =
        List.of(
            table("target", List.of("x", "y"), target), table("source", List.of("v", "x"), source));
    assertThat(VectorTables.fit(ImageConfig.DEFAULTS, named)).isNotNull();
  }

  @Test
  void lengthsAreEqual() throws IOException {
    List<RawDataset> tables =
        List.of(
            table("target", "x,y,label", "1,2,a", "4,5,b"),
            table("source", "x,label", "1,a", "4,b"));
    assertThatThrownBy(() -> VectorTables.fit(ImageConfig.DEFAULTS, tables))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "expected vectors of one length in all datasets, found vectors of 2 values of target"
                + " and vectors of 1 values of source");
  }
}

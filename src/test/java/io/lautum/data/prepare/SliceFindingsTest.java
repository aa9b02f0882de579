package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.Example;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SliceFindingsTest {
  private static final DatasetInfo INFO =
      new DatasetInfo(new ImageShape(1, 1, 1), List.of("a", "b"));

  /** Every third file of 200 is bad and every second of the others has a warning. */
  private static SliceFindings slice(int slice, int slices) {
    SliceFindings findings = new SliceFindings();
    for (long id = slice; id < 200; id += slices) {
      String path = "/data/é\n" + id + ".png";
      if (id % 3 == 0) {
        findings.bad(id, path, new DataException(path + ": expected é, found " + id));
      } else if (id % 2 == 0) {
        findings.warned(id, path, List.of("one", "two"));
      }
    }
    return findings;
  }

  @Test
  void bytesRoundTrip() {
    for (SliceFindings findings : List.of(slice(0, 1), slice(3, 7), new SliceFindings())) {
      byte[] bytes = findings.toBytes();
      assertThat(SliceFindings.isFindings(bytes)).isTrue();
      assertThat(SliceFindings.fromBytes(bytes)).usingRecursiveComparison().isEqualTo(findings);
    }
    ExampleBlock block = ExampleBlock.of(List.of(new Example(0, 0, new byte[1])).iterator()).next();
    assertThat(SliceFindings.isFindings(block.toBytes())).isFalse();
  }

  @Test
  void faultsHaveNoPath() {
    assertThat(slice(0, 1).bad().get(2))
        .isEqualTo(new FileFinding(6, "/data/é\n6.png", "expected é, found 6"));
    assertThat(slice(0, 1).firstWarned().get(0).text()).isEqualTo("one; two");
  }

  @Test
  void longTextsAreCut() {
    SliceFindings findings = new SliceFindings();
    findings.bad(0, "p", new DataException("x".repeat(9000)));
    assertThat(findings.bad().get(0).text()).hasSize(501).endsWith("x…");
  }

  @Test
  void sumDoesNotDependOnTheSlices() {
    SplitFindings whole = SplitFindings.of(slice(0, 1));
    assertThat(whole.badIds()).containsExactly(LongStream.range(0, 67).map(i -> 3 * i).toArray());
    assertThat(whole.firstBad()).hasSize(20).extracting(FileFinding::id).endsWith(54L, 57L);
    assertThat(whole.warned()).isEqualTo(66);
    assertThat(whole.firstWarned())
        .extracting(FileFinding::id)
        .containsExactly(2L, 4L, 8L, 10L, 14L);
    for (int slices : new int[] {2, 7, 190}) {
      SplitFindings sum = SplitFindings.NONE;
      for (int slice = slices - 1; slice >= 0; slice--) {
        sum = sum.plus(SplitFindings.of(slice(slice, slices)));
      }
      assertThat(sum).usingRecursiveComparison().isEqualTo(whole);
    }
  }

  @Test
  void blocksOfExamplesComeBeforeTheFindings() {
    SliceFindings findings = slice(0, 1);
    List<Example> examples =
        List.of(new Example(1, 0, new byte[] {7}), new Example(2, 1, new byte[] {9}));
    Iterator<byte[]> blocks = DecodedBlocks.of(examples.iterator(), findings);
    List<byte[]> all = new ArrayList<>();
    blocks.forEachRemaining(all::add);
    assertThat(all).extracting(SliceFindings::isFindings).containsExactly(false, true);
    assertThatThrownBy(blocks::next).isInstanceOf(NoSuchElementException.class);

    DecodedBlocks.Reader reader = new DecodedBlocks.Reader(all.iterator());
    assertThat(SplitStatistics.of(reader, INFO).byClass()).containsExactly(1, 1);
    assertThat(reader.findings()).usingRecursiveComparison().isEqualTo(SplitFindings.of(findings));
    assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void sliceWithoutFindingsOrExamplesHasNoBlocks() {
    assertThat(DecodedBlocks.of(List.<Example>of().iterator(), new SliceFindings()).hasNext())
        .isFalse();
    Iterator<byte[]> onlyFindings = DecodedBlocks.of(List.<Example>of().iterator(), slice(0, 1));
    assertThat(SliceFindings.isFindings(onlyFindings.next())).isTrue();
    assertThat(onlyFindings.hasNext()).isFalse();
  }
}

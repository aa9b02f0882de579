package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.data.read.Example;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ExampleBlockTest {
  private static Iterator<Example> examples(int count, int bytes) {
    return LongStream.range(0, count)
        .mapToObj(
            id -> {
              byte[] pixels = new byte[bytes];
              pixels[0] = (byte) id;
              pixels[bytes - 1] = (byte) (id + 1);
              return new Example(id, (int) id % 3, pixels);
            })
        .iterator();
  }

  @Test
  void blocksKeepTheOrderOfExamples() {
    int bytes = ExampleBlock.BYTES / 4;
    Iterator<ExampleBlock> blocks = ExampleBlock.of(examples(10, bytes));
    Iterator<Example> expected = examples(10, bytes);
    for (int size : new int[] {4, 4, 2}) {
      ExampleBlock block = blocks.next();
      assertThat(block.size()).isEqualTo(size);
      assertThat(block.pixels()).hasSize(size * bytes);
      for (int i = 0; i < size; i++) {
        assertThat(block.example(i)).usingRecursiveComparison().isEqualTo(expected.next());
      }
    }
    assertThat(blocks).isExhausted();
    assertThatThrownBy(blocks::next).isInstanceOf(NoSuchElementException.class);
  }

  /** The reader must never be more than one block ahead. */
  @Test
  void blocksAreCreatedOnDemand() {
    int bytes = ExampleBlock.BYTES / 4;
    int[] read = {0};
    Iterator<Example> counted =
        new Iterator<>() {
          private final Iterator<Example> examples = examples(1000, bytes);

          @Override
          public boolean hasNext() {
            return examples.hasNext();
          }

          @Override
          public Example next() {
            read[0]++;
            return examples.next();
          }
        };
    Iterator<ExampleBlock> blocks = ExampleBlock.of(counted);
    assertThat(blocks.hasNext()).isTrue();
    assertThat(read[0]).isZero();
    blocks.next();
    blocks.next();
    assertThat(read[0]).isEqualTo(8);
  }

  @Test
  void bytesRoundTrip() {
    ExampleBlock block = ExampleBlock.of(examples(300, 5)).next();
    for (ExampleBlock each : new ExampleBlock[] {block, block.withoutPixels()}) {
      assertThat(ExampleBlock.fromBytes(each.toBytes())).usingRecursiveComparison().isEqualTo(each);
    }
  }

  @Test
  void namesTravelWithTheirExamples() {
    Iterator<Example> named =
        IntStream.range(0, 5)
            .mapToObj(i -> new Example(i, 0, new byte[] {(byte) i}, "a ü/" + i + ".png"))
            .iterator();
    ExampleBlock block = ExampleBlock.fromBytes(ExampleBlock.of(named).next().toBytes());
    assertThat(block.names())
        .containsExactly("a ü/0.png", "a ü/1.png", "a ü/2.png", "a ü/3.png", "a ü/4.png");
    assertThat(block.of(List.of(1, 3)).example(1).name()).isEqualTo("a ü/3.png");
  }

  @Test
  void idsCloseTheGapsOfMissingOnes() {
    ExampleBlock block =
        new ExampleBlock(new long[] {1, 4, 5, 9}, new int[] {0, 1, 2, 3}, null, new byte[4]);
    assertThat(block.renumbered(new long[0])).isSameAs(block);
    assertThat(block.renumbered(new long[] {0, 2, 3, 7, 12}).ids()).containsExactly(0, 1, 2, 5);
    assertThat(block.renumbered(new long[] {0}).labels()).isEqualTo(block.labels());
  }

  @Test
  void imageLargerThanABlockGetsItsOwnBlock() {
    Iterator<ExampleBlock> blocks = ExampleBlock.of(examples(2, ExampleBlock.BYTES + 1));
    assertThat(blocks.next().size()).isEqualTo(1);
    assertThat(blocks.next().example(0).id()).isEqualTo(1);
  }

  @Test
  void selectionHoldsTheChosenExamples() {
    ExampleBlock block = ExampleBlock.of(examples(6, 3)).next();
    ExampleBlock part = block.of(List.of(1, 4));
    assertThat(part.ids()).containsExactly(1, 4);
    assertThat(part.labels()).containsExactly(1, 1);
    assertThat(part.pixels()).containsExactly(1, 0, 2, 4, 0, 5);
    assertThat(block.withoutPixels().ids()).isEqualTo(block.ids());
    assertThat(block.withoutPixels().pixels()).isEmpty();
  }
}

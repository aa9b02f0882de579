package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.apache.spark.TaskContext;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class SerializedBlocksTest {
  @Test
  void blocksMoveToThePartitionGivenByTheKey() {
    List<Tuple2<Integer, Long>> found =
        SerializedBlocks.shuffle(
                Blocks.of(new int[70]).mapToPair(b -> new Tuple2<>((int) (b.ids()[0] / 14), b)), 5)
            .mapPartitions(
                blocks -> {
                  long ids = 0;
                  while (blocks.hasNext()) {
                    for (long id : blocks.next().ids()) {
                      ids += id;
                    }
                  }
                  return Collections.singleton(new Tuple2<>(TaskContext.getPartitionId(), ids))
                      .iterator();
                })
            .collect();
    assertThat(found)
        .containsExactly(
            new Tuple2<>(0, 91L),
            new Tuple2<>(1, 287L),
            new Tuple2<>(2, 483L),
            new Tuple2<>(3, 679L),
            new Tuple2<>(4, 875L));
  }

  /**
   * Otherwise Spark uses Java's serialisation, which keeps a hundred blocks per stream in memory.
   */
  @Test
  void typeIsKnownToSpark() {
    assertThat(
            SerializedBlocks.of(Blocks.of(1, 2, 3).map(ExampleBlock::toBytes))
                .classTag()
                .runtimeClass())
        .isEqualTo(byte[].class);
  }
}

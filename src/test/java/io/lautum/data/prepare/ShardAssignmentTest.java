package io.lautum.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.data.shard.ShardSet;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardAssignmentTest {
  private static final ShardSet SET = ShardSet.SOURCE_TRAIN;

  /** Every third id is a member: 34 of 100. */
  private static final ShardMembership THIRD = (id, label) -> id % 3 == 0;

  private static ShardAssignment assign(
      ShardSet set, ShardMembership members, int shards, long seed) {
    long count = IntStream.range(0, 100).filter(id -> members.contains(id, 0)).count();
    return ShardAssignment.balanced(set, Blocks.of(new int[100]), members, count, shards, seed);
  }

  private static int[] shards(ShardAssignment assignment) {
    return IntStream.range(0, 100).map(assignment::shard).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 34})
  void membersAreSpreadEvenlyAndOthersExcluded(int shards) {
    ShardAssignment assignment = assign(SET, THIRD, shards, 1);
    int[] sizes = new int[shards];
    for (int id = 0; id < 100; id++) {
      assertThat(assignment.contains(id, 0)).isEqualTo(id % 3 == 0);
      if (assignment.contains(id, 0)) {
        sizes[assignment.shard(id)]++;
      }
    }
    assertThat(assignment.shards()).isEqualTo(shards);
    assertThat(Arrays.stream(sizes))
        .allSatisfy(size -> assertThat(size).isBetween(34 / shards, (33 + shards) / shards));
  }

  @Test
  void seedsAndSetsDiffer() {
    int[] first = shards(assign(SET, THIRD, 3, 1));
    assertThat(shards(assign(SET, THIRD, 3, 1))).isEqualTo(first);
    assertThat(shards(assign(SET, THIRD, 3, 2))).isNotEqualTo(first);
    assertThat(shards(assign(ShardSet.TARGET_TEST, THIRD, 3, 1))).isNotEqualTo(first);
  }

  /** Datasets are often sorted by class, so a shard of neighbours would contain only one class. */
  @Test
  void neighboursAreScattered() {
    ShardAssignment assignment =
        ShardAssignment.balanced(SET, Blocks.of(new int[1000]), ShardMembership.ALL, 1000, 2, 1);
    long same =
        IntStream.range(1, 1000)
            .filter(i -> assignment.shard(i) == assignment.shard(i - 1))
            .count();
    assertThat(same).isBetween(400L, 600L);
  }

  @Test
  void moreShardsThanMembersAreRejected() {
    assertThatThrownBy(() -> assign(SET, THIRD, 35, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("source-train has 34 examples", "35 workers", "-D workers=34");
    assertThatThrownBy(() -> assign(SET, (id, label) -> false, 2, 1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("has 0 examples");
  }
}

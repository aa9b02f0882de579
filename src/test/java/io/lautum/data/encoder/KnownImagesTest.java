package io.lautum.data.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.Test;

class KnownImagesTest {
  private static byte[] digest(int i) {
    return DigestUtils.sha256(String.valueOf(i).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void containsExactlyItsDigests() {
    List<byte[]> digests = new ArrayList<>();
    for (int i = 0; i < 257; i++) {
      digests.add(digest(i));
    }
    KnownImages known = KnownImages.of(digests);
    for (int i = 0; i < 1000; i++) {
      assertThat(known.contains(digest(i))).isEqualTo(i < 257);
      assertThat(known.position(digest(i))).isEqualTo(i < 257 ? i : -1);
    }
    assertThat(KnownImages.NONE.contains(digest(0))).isFalse();
  }
}

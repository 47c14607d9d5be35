package dev.patchseek.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.trainer.config.TrainConfig.Captions;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PairSamplerTest {

  private static final int[] COUNTS = {3, 0, 3, 3, 1, 3, 3, 2};

  @Test
  void dealsOneCaptionOfEachPictureThatHasAny() {
    List<List<Pair>> batches = new PairSampler(COUNTS, Captions.ONE, 7, 1).epoch(0);

    assertThat(batches).hasSize(1);
    assertThat(batches.get(0))
        .extracting(Pair::image)
        .containsExactlyInAnyOrder(0, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void dealsEveryCaptionOnceInFullBatches() {
    List<List<Pair>> batches = new PairSampler(COUNTS, Captions.EACH, 6, 1).epoch(0);

    assertThat(batches).hasSize(3).allMatch(batch -> batch.size() == 6);
    assertThat(batches.stream().flatMap(List::stream)).doesNotHaveDuplicates();
  }

  @Test
  void keepsThePicturesCaptionsTogether() {
    List<List<Pair>> batches = new PairSampler(COUNTS, Captions.TOGETHER, 6, 1).epoch(0);

    assertThat(batches).isNotEmpty().allMatch(batch -> batch.size() <= 6);
    for (List<Pair> batch : batches) {
      batch.stream()
          .collect(Collectors.groupingBy(Pair::image, Collectors.counting()))
          .forEach((image, count) -> assertThat(count).isEqualTo(COUNTS[image]));
    }
  }

  @Test
  void dealsTheSameForTheSameSeedAndEpochAlone() {
    PairSampler sampler = new PairSampler(COUNTS, Captions.EACH, 6, 1);

    assertThat(new PairSampler(COUNTS, Captions.EACH, 6, 1).epoch(2)).isEqualTo(sampler.epoch(2));
    assertThat(sampler.epoch(3)).isNotEqualTo(sampler.epoch(2));
  }
}

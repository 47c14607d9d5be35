package dev.patchseek.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.trainer.config.Stage.Captions;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PairSamplerTest {

  private static final int[][] LENGTHS = {
    {4, 9, 7}, {}, {5, 5, 6}, {8, 4, 4}, {9}, {7, 6, 5}, {4, 5, 6}, {8, 9}
  };

  @Test
  void dealsOneCaptionOfEachPictureThatHasAny() {
    List<List<Pair>> batches = new PairSampler(LENGTHS, Captions.ONE, 7, 1).epoch(0);

    assertThat(batches).hasSize(1);
    assertThat(batches.get(0))
        .extracting(Pair::image)
        .containsExactlyInAnyOrder(0, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void dealsEveryCaptionOnceInFullBatches() {
    List<List<Pair>> batches = new PairSampler(LENGTHS, Captions.EACH, 6, 1).epoch(0);

    assertThat(batches).hasSize(3).allMatch(batch -> batch.size() == 6);
    assertThat(batches.stream().flatMap(List::stream)).doesNotHaveDuplicates();
  }

  @Test
  void keepsThePicturesCaptionsTogether() {
    List<List<Pair>> batches = new PairSampler(LENGTHS, Captions.TOGETHER, 6, 1).epoch(0);

    assertThat(batches).isNotEmpty().allMatch(batch -> batch.size() <= 6);
    for (List<Pair> batch : batches) {
      batch.stream()
          .collect(Collectors.groupingBy(Pair::image, Collectors.counting()))
          .forEach((image, count) -> assertThat(count).isEqualTo(LENGTHS[image].length));
    }
  }

  @Test
  void dealsTheSameForTheSameSeedAndEpochAlone() {
    PairSampler sampler = new PairSampler(LENGTHS, Captions.EACH, 6, 1);

    assertThat(new PairSampler(LENGTHS, Captions.EACH, 6, 1).epoch(2)).isEqualTo(sampler.epoch(2));
    assertThat(sampler.epoch(3)).isNotEqualTo(sampler.epoch(2));
  }

  @Test
  void putsCaptionsOfLikeLengthIntoABatch() {
    List<List<Pair>> batches = new PairSampler(LENGTHS, Captions.EACH, 6, 1).epoch(0);

    int spread = 0;
    for (List<Pair> batch : batches) {
      IntSummaryStatistics lengths =
          batch.stream()
              .mapToInt(pair -> LENGTHS[pair.image()][pair.caption()])
              .summaryStatistics();
      spread += lengths.getMax() - lengths.getMin();
    }
    assertThat(spread).isLessThanOrEqualTo(9 - 4);
  }
}

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

  private static PairSampler sampler(Captions captions, int batch) {
    return new PairSampler(LENGTHS, captions, batch, 1, new int[0][], 1);
  }

  @Test
  void dealsOneCaptionOfEachPictureThatHasAny() {
    List<List<Pair>> batches = sampler(Captions.ONE, 7).epoch(0);

    assertThat(batches).hasSize(1);
    assertThat(batches.get(0))
        .extracting(Pair::image)
        .containsExactlyInAnyOrder(0, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void dealsEveryCaptionOnceInFullBatches() {
    List<List<Pair>> batches = sampler(Captions.EACH, 6).epoch(0);

    assertThat(batches).hasSize(3).allMatch(batch -> batch.size() == 6);
    assertThat(batches.stream().flatMap(List::stream)).doesNotHaveDuplicates();
  }

  @Test
  void keepsThePicturesCaptionsTogether() {
    List<List<Pair>> batches = sampler(Captions.TOGETHER, 6).epoch(0);

    assertThat(batches).isNotEmpty().allMatch(batch -> batch.size() <= 6);
    for (List<Pair> batch : batches) {
      batch.stream()
          .collect(Collectors.groupingBy(Pair::image, Collectors.counting()))
          .forEach((image, count) -> assertThat(count).isEqualTo(LENGTHS[image].length));
    }
  }

  @Test
  void dealsTheSameForTheSameSeedAndEpochAlone() {
    PairSampler sampler = sampler(Captions.EACH, 6);

    assertThat(sampler(Captions.EACH, 6).epoch(2)).isEqualTo(sampler.epoch(2));
    assertThat(sampler.epoch(3)).isNotEqualTo(sampler.epoch(2));
  }

  @Test
  void putsCaptionsOfLikeLengthIntoABatch() {
    List<List<Pair>> batches = sampler(Captions.EACH, 6).epoch(0);

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

  @Test
  void putsSimilarPicturesIntoABatch() {
    int[][] lengths = new int[12][];
    int[][] nearest = new int[12][];
    for (int image = 0; image < 12; image++) {
      lengths[image] = new int[] {5, 5};
      nearest[image] = new int[] {image ^ 1}; // 0 and 1 are similar, 2 and 3, ...
    }
    PairSampler sampler = new PairSampler(lengths, Captions.TOGETHER, 8, 2, nearest, 1);

    List<List<Pair>> batches = sampler.epoch(0);

    assertThat(batches).hasSize(3).allMatch(batch -> batch.size() == 8);
    assertThat(batches.stream().flatMap(List::stream)).doesNotHaveDuplicates();
    for (List<Pair> batch : batches) {
      List<Integer> images = batch.stream().map(Pair::image).distinct().toList();
      assertThat(images).allMatch(image -> images.contains(image ^ 1));
    }
    assertThat(sampler.epoch(0)).isEqualTo(batches);
    assertThat(sampler.epoch(1)).isNotEqualTo(batches);
  }
}

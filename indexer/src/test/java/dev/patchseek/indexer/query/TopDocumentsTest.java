package dev.patchseek.indexer.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopDocumentsTest {

  private static final Comparator<Estimate> BEST_FIRST =
      Comparator.comparingDouble((Estimate estimate) -> -estimate.score())
          .thenComparingInt(Estimate::document);

  private final Random random = new Random(3);

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 1000", "10, 3", "10, 20", "10, 5000", "700, 600", "700, 1500"})
  void keepsWhatSortingWouldPutFirst(int limit, int offered) {
    List<Estimate> all = offers(offered);
    TopDocuments top = new TopDocuments(limit);
    all.forEach(estimate -> top.offer(estimate.document(), estimate.score()));
    List<Estimate> expected = all.stream().sorted(BEST_FIRST).limit(limit).toList();
    assertThat(top.bestFirst()).isEqualTo(expected);
    assertThat(top.documents())
        .containsExactly(expected.stream().mapToInt(Estimate::document).sorted().toArray());
  }

  @ParameterizedTest
  @CsvSource({"5, 3", "10, 400", "700, 900"})
  void takesOverWhatOthersHaveKept(int limit, int offered) {
    List<Estimate> all = offers(offered);
    TopDocuments first = new TopDocuments(limit);
    TopDocuments second = new TopDocuments(limit);
    for (Estimate estimate : all) {
      (estimate.document() % 3 == 0 ? first : second).offer(estimate.document(), estimate.score());
    }
    first.offerAll(second);
    assertThat(first.bestFirst()).isEqualTo(all.stream().sorted(BEST_FIRST).limit(limit).toList());
  }

  /** Few different scores, some of them negative: many ties. */
  private List<Estimate> offers(int count) {
    List<Estimate> offers = new ArrayList<>();
    for (int document = 0; document < count; document++) {
      offers.add(new Estimate(document, (random.nextInt(200) - 100) / 8f));
    }
    return offers;
  }
}

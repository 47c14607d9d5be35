package dev.patchseek.indexer.candidate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopDocumentsTest {

  private record Offer(int document, float score) {}

  private static final Comparator<Offer> BEST_FIRST =
      Comparator.comparingDouble((Offer offer) -> -offer.score()).thenComparingInt(Offer::document);

  private final Random random = new Random(3);

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 1000", "10, 3", "10, 20", "10, 5000", "700, 600", "700, 1500"})
  void keepsWhatSortingWouldPutFirst(int limit, int offered) {
    List<Offer> all = offers(offered);
    TopDocuments top = new TopDocuments(limit);
    all.forEach(offer -> top.offer(offer.document(), offer.score()));
    assertThat(top.size()).isEqualTo(Math.min(limit, offered));
    assertThat(taken(top, limit)).isEqualTo(best(all, 0, limit));
    assertThat(top.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"5, 3", "10, 400", "700, 900"})
  void takesOverWhatOthersHaveKept(int limit, int offered) {
    List<Offer> all = offers(offered);
    TopDocuments first = new TopDocuments(limit);
    TopDocuments second = new TopDocuments(limit);
    for (Offer offer : all) {
      (offer.document() % 3 == 0 ? first : second).offer(offer.document(), offer.score());
    }
    first.offerAll(second);
    assertThat(taken(first, limit)).isEqualTo(best(all, 0, limit));
  }

  @Test
  void givesTheBestAwayBatchByBatch() {
    List<Offer> all = offers(400);
    TopDocuments top = new TopDocuments(250);
    all.forEach(offer -> top.offer(offer.document(), offer.score()));
    for (int from = 0; from < 250; from += 100) {
      assertThat(taken(top, 100)).isEqualTo(best(all, from, Math.min(250, from + 100)));
    }
    assertThat(top.take(100).count()).isZero();
  }

  @Test
  void takesOffersBetweenBatches() {
    List<Offer> all = offers(5000);
    TopDocuments top = new TopDocuments(5000);
    List<Offer> kept = new ArrayList<>();
    for (int from = 0; from < all.size(); from += 1000) {
      for (Offer offer : all.subList(from, from + 1000)) {
        top.offer(offer.document(), offer.score());
        kept.add(offer);
      }
      for (int batch : new int[] {3, 70, 600, 2}) {
        List<Offer> best = best(kept, 0, batch);
        assertThat(taken(top, batch)).isEqualTo(best);
        kept.removeAll(best);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 512, 800})
  void comparesTheSumOfWhatIsLeft(int taken) {
    TopDocuments top = new TopDocuments(2000);
    List<Offer> all = offers(2000);
    all.forEach(offer -> top.offer(offer.document(), offer.score()));
    top.take(taken);
    double sum =
        all.stream()
            .sorted(BEST_FIRST)
            .skip(taken)
            .mapToDouble(offer -> Math.exp(offer.score()))
            .sum();
    assertThat(top.isSumBelow(sum * 1.001, Math::exp)).isTrue();
    assertThat(top.isSumBelow(sum * 0.999, Math::exp)).isFalse();
    assertThat(top.isSumBelow(sum * 100, Math::exp)).isTrue();
  }

  private static List<Offer> taken(TopDocuments top, int count) {
    Scores estimates = top.take(count);
    List<Offer> taken = new ArrayList<>();
    for (int i = 0; i < estimates.count(); i++) {
      taken.add(new Offer(estimates.documents()[i], estimates.scores()[i]));
    }
    return taken;
  }

  private static List<Offer> best(List<Offer> all, int from, int to) {
    List<Offer> best = all.stream().sorted(BEST_FIRST).limit(to).skip(from).toList();
    return best.stream().sorted(Comparator.comparingInt(Offer::document)).toList();
  }

  /** Few different scores, some of them negative: many ties. */
  private List<Offer> offers(int count) {
    List<Offer> offers = new ArrayList<>();
    for (int document = 0; document < count; document++) {
      offers.add(new Offer(document, (random.nextInt(200) - 100) / 8f));
    }
    return offers;
  }
}

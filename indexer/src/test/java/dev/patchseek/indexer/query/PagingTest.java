package dev.patchseek.indexer.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.RandomEmbeddings;
import dev.patchseek.indexer.candidate.Effort;
import dev.patchseek.indexer.format.ImageRecord;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers read page by page, over images of which many score alike. */
class PagingTest {

  private static final int IMAGES = 60;

  @TempDir private Path directory;

  private final RandomEmbeddings random = new RandomEmbeddings(5);
  private final PatchEmbeddings twin = random.image();
  private final MaxSimQuery query = MaxSimQuery.of(random.query(3));

  @BeforeEach
  void indexTwinsAmongOthers() {
    put(0, IMAGES / 2);
    put(IMAGES / 2, IMAGES);
  }

  @Test
  void pagesPutTogetherAreTheWindow() throws IOException {
    try (PatchIndex index = open()) {
      for (int window : new int[] {7, 35, IMAGES, 2 * IMAGES}) {
        List<Hit> whole = index.search(SearchRequest.of(query, window)).hits();
        for (int limit : new int[] {1, 4, 7}) {
          assertThat(pages(index, SearchRequest.of(query, limit).inWindow(window)))
              .isEqualTo(whole);
        }
      }
    }
  }

  @Test
  void pagesFitTogetherWhateverThePlan() throws IOException {
    try (PatchIndex index = open()) {
      SearchRequest hasty = SearchRequest.of(query, 3).inWindow(10).with(new Effort(1, 1));
      assertThat(index.search(hasty).explanation().plan()).isEqualTo("codes, rescore");
      List<Hit> window = index.search(SearchRequest.of(query, 10).with(new Effort(1, 1))).hits();
      assertThat(window).hasSize(10);
      assertThat(pages(index, hasty)).isEqualTo(window);
    }
  }

  @Test
  void hitsOfEqualScoreComeInTheOrderOfTheirIdsOnAllPages() throws IOException {
    try (PatchIndex index = open()) {
      List<Hit> hits = pages(index, SearchRequest.of(query, 4).inWindow(IMAGES));
      assertThat(hits)
          .isSortedAccordingTo(
              (a, b) ->
                  a.score() != b.score()
                      ? Float.compare(b.score(), a.score())
                      : a.image().id().compareTo(b.image().id()));
      assertThat(hits.stream().map(Hit::score).distinct().count()).isEqualTo(1 + IMAGES / 2);
    }
  }

  @Test
  void aLowestScoreCutsTheAnswerAndItsScores() throws IOException {
    try (PatchIndex index = open()) {
      List<Hit> all = index.search(SearchRequest.of(query, IMAGES)).hits();
      float bound = all.get(20).score();
      SearchRequest request = SearchRequest.of(query, 6).inWindow(IMAGES).atLeast(bound);
      List<Hit> high = all.stream().filter(hit -> hit.score() >= bound).toList();
      assertThat(pages(index, request)).isEqualTo(high).hasSizeLessThan(IMAGES);
      float[] scores = index.search(request).windowScores();
      assertThat(scores).hasSize(high.size());
      for (int rank = 0; rank < scores.length; rank++) {
        assertThat(scores[rank]).isEqualTo(high.get(rank).score());
      }
    }
  }

  @Test
  void saysThatTheIndexHasChangedAndShowsNoImageTwice() throws IOException {
    try (PatchIndex index = open()) {
      SearchRequest request = SearchRequest.of(query, 20).inWindow(IMAGES);
      SearchResult first = index.search(request);
      assertThat(first.changed()).isFalse();
      String removed = first.hits().get(3).image().path();
      put(IMAGES, IMAGES + 20);
      delete(removed);
      assertThat(index.refresh()).isTrue();
      SearchResult second = index.search(request.after(first.next().orElseThrow()));
      assertThat(second.changed()).isTrue();
      assertThat(second.hits()).hasSize(20).doesNotContainAnyElementsOf(first.hits());
      SearchResult third = index.search(request.after(second.next().orElseThrow()));
      assertThat(third.changed()).isFalse();
    }
  }

  @Test
  void readsTheCursorsItWrites() throws IOException {
    try (PatchIndex index = open()) {
      Cursor cursor = index.search(SearchRequest.of(query, 2).inWindow(9)).next().orElseThrow();
      assertThat(Cursor.parse(cursor.toString())).isEqualTo(cursor);
      assertThat(cursor.toString()).matches("[0-9a-f-]+");
    }
    for (String other : List.of("", "20", "3f800000-00-1", "NaN-0123456789abcdef-1")) {
      assertThatThrownBy(() -> Cursor.parse(other))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("'%s' is no cursor".formatted(other));
    }
  }

  @Test
  void refusesPagesThatCannotBe() {
    assertThatThrownBy(() -> SearchRequest.of(query, 0))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("limit");
    assertThatThrownBy(() -> SearchRequest.of(query, 20).inWindow(19))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("window from 20 to 10000, got 19");
    assertThatThrownBy(() -> SearchRequest.of(query, 1).atLeast(Float.NaN))
        .isInstanceOf(InvalidInputException.class);
  }

  private static List<Hit> pages(PatchIndex index, SearchRequest request) {
    List<Hit> hits = new ArrayList<>();
    SearchResult page = index.search(request);
    hits.addAll(page.hits());
    while (page.next().isPresent()) {
      assertThat(page.hits()).hasSize(request.limit());
      page = index.search(request.after(page.next().get()));
      hits.addAll(page.hits());
    }
    return hits;
  }

  private PatchIndex open() {
    return PatchIndex.open(directory, RandomEmbeddings.MODEL);
  }

  /** Every second image is the same. */
  private void put(int from, int to) {
    try (PatchIndexWriter writer = PatchIndexWriter.open(directory, RandomEmbeddings.MANIFEST)) {
      for (int i = from; i < to; i++) {
        writer.put(RandomEmbeddings.record(i + ".jpg"), i % 2 == 0 ? twin : random.image());
      }
    }
  }

  private void delete(String path) {
    try (PatchIndexWriter writer = PatchIndexWriter.open(directory, RandomEmbeddings.MANIFEST)) {
      writer.delete(ImageRecord.idOf(path));
    }
  }
}

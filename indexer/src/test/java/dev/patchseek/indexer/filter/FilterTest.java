package dev.patchseek.indexer.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.indexer.RandomEmbeddings;
import dev.patchseek.indexer.metadata.Metadata;
import dev.patchseek.indexer.query.Facet;
import dev.patchseek.indexer.query.Hit;
import dev.patchseek.indexer.query.MaxSimQuery;
import dev.patchseek.indexer.query.PatchIndex;
import dev.patchseek.indexer.query.SearchRequest;
import dev.patchseek.indexer.write.PatchIndexWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {

  @TempDir private static Path directory;

  private static final RandomEmbeddings RANDOM = new RandomEmbeddings(7);
  private static final MaxSimQuery QUERY = MaxSimQuery.of(RANDOM.query(3));
  private static PatchIndex index;

  @BeforeAll
  static void indexImages() {
    try (PatchIndexWriter writer = PatchIndexWriter.open(directory, RandomEmbeddings.MANIFEST)) {
      put(writer, "2021/a.jpg", "tag=Beach", "tag=sea", "year=2021", "taken=2021-05-17T10:30:00");
      put(writer, "2021/b.jpg", "tag=beach hut", "year=2021", "taken=2021-06-01", "iso=100");
      put(writer, "2020/c.jpg", "tag=Été", "year=2020", "taken=2020:12:31 23:59:59", "iso=1.6e3");
      put(writer, "2020/d.jpg", "tag=50*50", "camera=Canon EOS 5D", "f=2.8");
      put(writer, "e.jpg", "taken=2021-05-17T23:30:00-02:00", "iso=400", "iso=200");
    }
    index = PatchIndex.open(directory, RandomEmbeddings.MODEL);
  }

  @AfterAll
  static void close() throws IOException {
    index.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      textBlock =
          """
          ''                                  → a b c d e
          tag:beach                           → a
          TAGS:BEACH                          → a
          tag=sea                             → a
          tag:beach*                          → a b
          tag:"beach hut"                     → b
          tag:*hut                            → b
          tag:*                               → a b c d
          -tag:*                              → e
          tag:"50*50"                         → d
          tag:"5*0"                           →
          tag:éTÉ                             → c
          tag:sea|"beach hut"                 → a b
          tag:beach*  -tag:sea                → b
          NOT tag:beach* NOT tag:*50          → c e
          year:2021                           → a b
          year:2021.0                         → a b
          year>=2021                          → a b
          year>2020                           → a b
          year<2021                           → c
          year<=2020                          → c
          year:2019..2020                     → c
          iso>=200                            → c e
          iso<200                             → b
          iso:150..250                        → e
          iso:1600                            → c
          f:2.8                               → d
          f>2.8                               →
          f<=2.8                              → d
          taken:2021                          → a b e
          taken:2021-05                       → a e
          taken:2021-05-17                    → a
          taken:2021-05-18                    → e
          taken>2021-05-17                    → b e
          taken>=2021-05-17                   → a b e
          taken<2021                          → c
          taken<=2021-05-17                   → a c
          taken:2021-05..2021-06              → a b e
          taken:2021-05-18..                  → b e
          taken:..2020                        → c
          path:2021/*                         → a b
          path:2021/a.jpg                     → a
          path:*/a.jpg|e.jpg                  → a e
          path:2021/A.jpg                     →
          camera:canon*                       → d
          camera:"canon eos 5d"               → d
          width:640                           → a b c d e
          height<480                          →
          size:1234 width>=640                → a b c d e
          size>1234                           →
          size:1e3..2e3                       → a b c d e
          modified:1970-01-01                 → a b c d e
          modified>=1970-01-02                →
          -modified<1970                      → a b c d e
          unheard:of                          →
          year:2021 tag:beach iso>=1          →
          """)
  void admitsWhatItSays(String filter, String names) {
    List<String> expected = names == null ? List.of() : Arrays.asList(names.strip().split(" "));
    assertThat(
            index.search(SearchRequest.of(QUERY, 10).among(Filter.parse(filter))).hits().stream()
                .map(hit -> hit.image().path().replaceAll(".*/|\\.jpg", ""))
                .sorted())
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "beach",
        "tag:",
        "tag: beach",
        "tag:a|",
        "tag:a||b",
        "tag:\"beach",
        "tag:beach\"hut\"",
        ":beach",
        "tag~beach",
        "year>=new",
        "path>=2021",
        "width:wide",
        "width:*",
        "(tag:a OR tag:b)",
        "--tag:a",
        "sha256:00",
        "tag:a AND tag:b"
      })
  void refusesWhatItDoesNotUnderstand(String filter) {
    assertThatThrownBy(() -> Filter.parse(filter))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("filter");
  }

  @Test
  void refusesFiltersThatWouldTakeTooLong() {
    String many = "tag:x" + "|2021".repeat(249);
    assertThat(index.search(SearchRequest.of(QUERY, 1).among(Filter.parse(many))).hits()).isEmpty();
    for (String more : List.of(many + "|2", many + " tag:a", "tag:a ".repeat(251))) {
      assertThatThrownBy(() -> Filter.parse(more))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("more than 250 values");
    }
    assertThatThrownBy(() -> Filter.parse("tag:" + "*a?b".repeat(2400)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("too many *");
    assertThatThrownBy(() -> Filter.parse("tag:" + "*a?b".repeat(5000)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("characters");
  }

  @Test
  void countsTheValuesOfAdmittedImages() {
    assertThat(index.facets(Filter.ALL, 10))
        .filteredOn(facet -> facet.key().equals("year"))
        .containsExactly(
            new Facet("year", 2, List.of(new Facet.Count("2021", 2), new Facet.Count("2020", 1))));
    assertThat(index.facets(Filter.parse("year:2021"), 1))
        .filteredOn(facet -> facet.key().equals("tag"))
        .containsExactly(new Facet("tag", 3, List.of(new Facet.Count("beach", 1))));
  }

  @Test
  void returnsTheMetadataAsItWasGiven() {
    Hit hit =
        index.search(SearchRequest.of(QUERY, 1).among(Filter.parse("tag:éTé"))).hits().getFirst();
    assertThat(hit.image().metadata())
        .isEqualTo(metadata("tag=Été", "year=2020", "taken=2020:12:31 23:59:59", "iso=1.6e3"));
  }

  /** Over segments with deleted images, and all kinds of conditions. */
  @Test
  void aFilteredAnswerIsTheUnfilteredOneFiltered(@TempDir Path folder) throws IOException {
    Random random = new Random(3);
    Map<String, Metadata> known = new TreeMap<>();
    for (int segment = 0; segment < 3; segment++) {
      try (PatchIndexWriter writer = PatchIndexWriter.open(folder, RandomEmbeddings.MANIFEST)) {
        for (int image = 0; image < 50; image++) {
          String path = "%d/%d.jpg".formatted(segment, image);
          Metadata metadata =
              metadata("tag=t" + random.nextInt(5), "n=" + random.nextInt(20), "tag=u");
          known.put(path, image % 7 == 0 ? Metadata.NONE : metadata);
          writer.put(RandomEmbeddings.record(path, known.get(path)), RANDOM.image());
        }
      }
    }
    try (PatchIndexWriter writer = PatchIndexWriter.open(folder, RandomEmbeddings.MANIFEST)) {
      for (String path : List.of("0/3.jpg", "1/49.jpg", "2/7.jpg")) {
        writer.delete(RandomEmbeddings.record(path).id());
      }
    }
    try (PatchIndex many = PatchIndex.open(folder, RandomEmbeddings.MODEL)) {
      for (int round = 0; round < 40; round++) {
        int tag = random.nextInt(5);
        int low = random.nextInt(20);
        boolean negated = random.nextBoolean();
        Filter filter = Filter.parse("n>=%d %stag:t%d".formatted(low, negated ? "-" : "", tag));
        List<Hit> expected = new ArrayList<>();
        MaxSimQuery query = MaxSimQuery.of(RANDOM.query(2));
        for (Hit hit : many.search(SearchRequest.of(query, 1000)).hits()) {
          Map<String, List<String>> values = known.get(hit.image().path()).values();
          boolean matches =
              values.containsKey("n")
                  && Integer.parseInt(values.get("n").getFirst()) >= low
                  && values.get("tag").contains("t" + tag) != negated;
          if (matches) {
            expected.add(hit);
          }
        }
        assertThat(many.search(SearchRequest.of(query, 1000).among(filter)).hits())
            .isEqualTo(expected);
        int count = many.search(SearchRequest.of(query, 1).among(filter)).explanation().admitted();
        assertThat(count).isEqualTo(expected.size());
      }
    }
  }

  private static void put(PatchIndexWriter writer, String path, String... values) {
    writer.put(RandomEmbeddings.record(path, metadata(values)), RANDOM.image());
  }

  private static Metadata metadata(String... values) {
    Map<String, List<String>> map = new TreeMap<>();
    for (String value : values) {
      int sign = value.indexOf('=');
      map.computeIfAbsent(value.substring(0, sign), key -> new ArrayList<>())
          .add(value.substring(sign + 1));
    }
    return Metadata.of(map);
  }
}

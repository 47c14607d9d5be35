package dev.patchseek.indexer.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchseek.data.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a dog leaps over a log",
        "a man in a t-shirt and a black-and-white cap",
        "a girl - perhaps his sister -- waves",
        "a sign that says \"stop\" , red",
        "two \"quoted words\" and an open \" one",
        "50 % off ; c'est ça ! \\o/ ^_^",
        "  white   space\tstays ",
        ""
      })
  void plainTextIsItsOwnWantedClause(String text) {
    assertThat(QueryText.parse(text)).isEqualTo(QueryText.plain(text));
  }

  @Test
  void weighsWordsAndPhrasesInTheirPlaces() {
    QueryText query = QueryText.parse("a dog^2 with \"a red ball\"^0.5, and t-shirt^3.");
    assertThat(query.wanted()).isEqualTo("a dog   with  a red ball     , and t-shirt  .");
    assertThat(query.unwanted()).isEmpty();
    assertThat(query.stresses())
        .extracting(
            stress -> query.typed().substring(stress.start(), stress.end()),
            QueryText.Stress::weight)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("dog", 2f),
            org.assertj.core.groups.Tuple.tuple("a red ball", 0.5f),
            org.assertj.core.groups.Tuple.tuple("t-shirt", 3f));
  }

  @Test
  void takesUnwantedWordsOutOfTheText() {
    QueryText query = QueryText.parse("-snow a dog -leash, -\"red ball\"^2 runs -half-open^.5");
    assertThat(query.wanted()).isEqualTo(padded(query, "a dog", "runs"));
    assertThat(query.unwanted())
        .containsExactly(
            new QueryText.Unwanted(padded(query, "snow"), 1),
            new QueryText.Unwanted(padded(query, "leash"), 1),
            new QueryText.Unwanted(padded(query, "red ball"), 2),
            new QueryText.Unwanted(padded(query, "half-open"), 0.5f));
    assertThat(query.wantsSomething()).isTrue();
    assertThat(QueryText.parse("-snow").wantsSomething()).isFalse();
  }

  @Test
  void aBackslashTakesAwayTheMeaningOfASign() {
    QueryText query = QueryText.parse("\\-5 degrees x\\^2 \\\\ a\\b");
    assertThat(query.wanted()).isEqualTo(" -5 degrees x ^2 \\\\ a\\b");
    assertThat(query.stresses()).isEmpty();
    assertThat(query.unwanted()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "dog^, ''",
    "dog^x, x",
    "dog^-1, -1",
    "a dog^11, 11",
    "dog^2^3, 2^3",
    "-leash^1e2, 1e2"
  })
  void saysWhatIsWrongWithAWeight(String typed, String number) {
    assertThatThrownBy(() -> QueryText.parse(typed))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is \"%s\", expected a number from 0 to 10 as in dog^2", number);
  }

  @Test
  void asksForTheQuoteThatIsMissing() {
    for (String typed : List.of("dog -\"red ball", "-\"")) {
      assertThatThrownBy(() -> QueryText.parse(typed))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("has no closing quote");
    }
    assertThatThrownBy(() -> QueryText.parse("dog -\" \""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("no word between the quotes");
  }

  /** The typed text with blanks in place of all but some parts of it. */
  private static String padded(QueryText query, String... parts) {
    StringBuilder text = new StringBuilder(" ".repeat(query.typed().length()));
    for (String part : parts) {
      int at = query.typed().indexOf(part);
      text.replace(at, at + part.length(), part);
    }
    return text.toString();
  }
}

package dev.patchseek.data.picturebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.dataset.Caption;
import dev.patchseek.data.dataset.Phrase;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CaptionWriterTest {

  private static final Pattern PHRASE =
      Pattern.compile(
          "(a|an|the|two|three) (?:(?:small|little|large|big) )?(?:(%1$s) )?(%2$s)(?: (?:in|that is|that are) (%1$s))?"
              .formatted(
                  String.join("|", PictureBook.colours()),
                  Kinds.ALL.stream()
                      .flatMap(kind -> List.of(kind.plural(), kind.name()).stream())
                      .collect(Collectors.joining("|"))));

  /** What a relation of two phrases with nothing else between them must mean for their boxes. */
  private static final Map<String, BiPredicate<Box, Box>> MEANINGS =
      Map.of(
          "above", (a, b) -> middleY(a) < middleY(b) && a.bottom() < b.bottom(),
          "below", (a, b) -> middleY(a) > middleY(b) && a.top() > b.top(),
          "to the left of", (a, b) -> a.right() < middleX(b) && a.left() < b.left(),
          "to the right of", (a, b) -> a.left() > middleX(b) && a.right() > b.right(),
          "next to", (a, b) -> a.right() < middleX(b) || a.left() > middleX(b),
          "behind", CaptionWriterTest::touch,
          "in front of", CaptionWriterTest::touch);

  private static List<Picture> pictures;

  @BeforeAll
  static void draw() {
    var book = new PictureBook(11);
    pictures =
        IntStream.range(0, 300).parallel().mapToObj(i -> book.picture(Split.GALLERY, i)).toList();
  }

  @Test
  void writesThreeDifferentCaptionsThatNameEverythingShown() {
    for (Picture picture : pictures) {
      assertThat(picture.captions()).extracting(Caption::text).hasSize(3).doesNotHaveDuplicates();
      Set<Box> shown =
          picture.scene().things().stream().map(Thing::box).collect(Collectors.toSet());
      for (Caption caption : picture.captions()) {
        Set<Box> named =
            caption.phrases().stream().flatMap(p -> p.boxes().stream()).collect(Collectors.toSet());
        assertThat(named).as(caption.text()).isEqualTo(shown);
      }
    }
  }

  @Test
  void tiesEveryPhraseToTheThingsItNames() {
    for (Picture picture : pictures) {
      Map<Box, Thing> things = new HashMap<>();
      picture.scene().things().forEach(thing -> things.put(thing.box(), thing));
      for (Caption caption : picture.captions()) {
        for (Phrase phrase : caption.phrases()) {
          Matcher words = parse(caption, phrase);
          for (Box box : phrase.boxes()) {
            Kind kind = Kinds.ALL.get(things.get(box).kind());
            assertThat(words.group(3)).isIn(kind.name(), kind.plural());
            String colour = words.group(2) == null ? words.group(4) : words.group(2);
            assertThat(colour).isIn(null, PictureBook.colours().get(things.get(box).colour()));
          }
        }
      }
    }
  }

  @Test
  void agreesInNumberAndArticle() {
    for (Picture picture : pictures) {
      for (Caption caption : picture.captions()) {
        for (Phrase phrase : caption.phrases()) {
          Matcher words = parse(caption, phrase);
          int count = phrase.boxes().size();
          switch (words.group(1).toLowerCase(Locale.ROOT)) {
            case "a" -> assertThat(words.group()).doesNotMatch("[Aa] [aeiou].*");
            case "an" -> assertThat(words.group()).matches("[Aa]n [aeiou].*");
            case "two" -> assertThat(count).isEqualTo(2);
            case "three" -> assertThat(count).isEqualTo(3);
            default -> assertThat(words.group()).startsWith("the ");
          }
          List<String> nouns =
              Kinds.ALL.stream().map(count == 1 ? Kind::name : Kind::plural).toList();
          assertThat(nouns).contains(words.group(3));
        }
        assertThat(caption.text())
            .doesNotMatch(".*\\b(two|three) .*? (is|has|stands|waits|rests) (shown|been|in).*")
            .doesNotMatch(".* (is|are)[.,].*|.* (is|are)")
            .doesNotContain("  ", "{", "}", " ,", " .", "..", ",.")
            .matches("[A-Z].*\\.|[a-z].*[^.]");
      }
    }
  }

  @Test
  void speaksOfPeopleByTheColourOfTheirClothes() {
    Set<String> phrases =
        pictures.stream()
            .flatMap(picture -> picture.captions().stream())
            .flatMap(c -> c.phrases().stream().map(p -> c.text().substring(p.start(), p.end())))
            .collect(Collectors.toSet());
    String colours = String.join("|", PictureBook.colours());
    assertThat(phrases).anyMatch(text -> text.matches("(?i)an? king in (" + colours + ")"));
    assertThat(phrases).noneMatch(text -> text.matches(".*(" + colours + ") (girl|king)s?.*"));
  }

  @Test
  void saysOnlyRelationsThatHold() {
    Map<String, Integer> said = new HashMap<>();
    for (Picture picture : pictures) {
      for (Caption caption : picture.captions()) {
        for (int i = 0; i + 1 < caption.phrases().size(); i++) {
          Phrase first = caption.phrases().get(i);
          Phrase second = caption.phrases().get(i + 1);
          String between = caption.text().substring(first.end(), second.start());
          MEANINGS.forEach(
              (relation, holds) -> {
                if (between.equals(" " + relation + " ")) {
                  said.merge(relation, 1, Integer::sum);
                  for (Box a : first.boxes()) {
                    assertThat(second.boxes()).as(caption.text()).allMatch(b -> holds.test(a, b));
                  }
                }
              });
        }
      }
    }
    assertThat(said).containsOnlyKeys(MEANINGS.keySet());
    assertThat(said.values()).allMatch(count -> count >= 10);
  }

  @Test
  void saysWhichOfTwoThingsIsInFront() {
    for (Picture picture : pictures) {
      for (Caption caption : picture.captions()) {
        for (int i = 0; i + 1 < caption.phrases().size(); i++) {
          Phrase first = caption.phrases().get(i);
          Phrase second = caption.phrases().get(i + 1);
          String between = caption.text().substring(first.end(), second.start());
          if (between.equals(" behind ")) {
            assertThat(layer(picture, first)).isLessThan(layer(picture, second));
          } else if (between.equals(" in front of ")) {
            assertThat(layer(picture, first)).isGreaterThan(layer(picture, second));
          }
        }
      }
    }
  }

  @Test
  void variesItsSentencesAndNamesTheSetting() {
    Set<String> forms = new HashSet<>();
    int placed = 0;
    for (Picture picture : pictures) {
      Setting setting = Setting.ALL.get(picture.scene().setting());
      for (Caption caption : picture.captions()) {
        String text = caption.text().toLowerCase(Locale.ROOT);
        boolean says =
            setting.place().where.stream().anyMatch(text::contains)
                || text.contains(setting.place().noun);
        placed += says ? 1 : 0;
        if (picture.scene().things().size() == 1) {
          assertThat(says).as(text).isTrue();
          assertThat(text).contains(setting.time().words);
        }
        forms.add(form(caption));
      }
    }
    assertThat(placed).isGreaterThan(pictures.size() * 3 * 8 / 10);
    assertThat(forms).hasSizeGreaterThan(150);
  }

  private static String form(Caption caption) {
    var form = new StringBuilder(caption.text());
    for (Phrase phrase : caption.phrases().reversed()) {
      form.replace(phrase.start(), phrase.end(), "…");
    }
    return form.toString();
  }

  private static Matcher parse(Caption caption, Phrase phrase) {
    String text = caption.text().substring(phrase.start(), phrase.end());
    Matcher words =
        PHRASE.matcher(text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1));
    assertThat(words.matches()).as(text).isTrue();
    return words;
  }

  private static int layer(Picture picture, Phrase phrase) {
    return IntStream.range(0, picture.scene().things().size())
        .filter(i -> picture.scene().things().get(i).box().equals(phrase.boxes().getFirst()))
        .findFirst()
        .orElseThrow();
  }

  private static boolean touch(Box a, Box b) {
    return a.left() <= b.right()
        && b.left() <= a.right()
        && a.top() <= b.bottom()
        && b.top() <= a.bottom();
  }

  private static float middleX(Box box) {
    return (box.left() + box.right()) / 2;
  }

  private static float middleY(Box box) {
    return (box.top() + box.bottom()) / 2;
  }
}

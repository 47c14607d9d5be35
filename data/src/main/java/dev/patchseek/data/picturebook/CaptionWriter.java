package dev.patchseek.data.picturebook;

import dev.patchseek.data.dataset.Caption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Writes captions of one scene from the patterns of {@link CaptionPatterns}. Every group is named
 * in every caption. Where a scene shows one group alone, its colour and size, the place and the
 * time of day are always said; with more to go by, captions now and then leave something out.
 */
final class CaptionWriter {

  private static final double SAYS_SIZE = 0.6;
  private static final double SAYS_RELATION = 0.7;
  private static final double LEAVES_COLOUR_OUT = 0.15;
  private static final double LEAVES_PLACE_OUT = 0.12;
  private static final double LEAVES_TIME_OUT = 0.1;
  private static final double COLOUR_BEHIND = 0.06;

  private static final Map<Size, List<String>> SIZES =
      Map.of(
          Size.SMALL, List.of("small", "little"),
          Size.MEDIUM, List.of(""),
          Size.LARGE, List.of("large", "big"));

  private static final Predicate<String> NEEDS_PLACE =
      Pattern.compile("\\{(there|Where|place)}").asPredicate();

  private final Composition composition;
  private final List<Relation> relations;
  private final SplittableRandom random;

  CaptionWriter(Composition composition, SplittableRandom random) {
    this.composition = composition;
    this.relations = Relation.of(composition);
    this.random = random;
  }

  /** Different captions of the scene. */
  List<Caption> write(int count) {
    List<Caption> captions = new ArrayList<>();
    while (captions.size() < count) {
      Caption caption = caption();
      if (captions.stream().noneMatch(other -> other.text().equals(caption.text()))) {
        captions.add(caption);
      }
    }
    return captions;
  }

  private Caption caption() {
    int groups = composition.groups().size();
    double omission = groups == 1 ? 1 : random.nextDouble();
    int colourless = omission < LEAVES_COLOUR_OUT ? random.nextInt(groups) : -1;
    boolean placed =
        omission < LEAVES_COLOUR_OUT || omission >= LEAVES_COLOUR_OUT + LEAVES_PLACE_OUT;
    boolean timed = groups == 1 || random.nextDouble() >= LEAVES_TIME_OUT;
    List<String> names = names(colourless);
    var words = new CaptionWords(composition, names, placed, timed, random);
    if (!relations.isEmpty() && random.nextDouble() < SAYS_RELATION) {
      Relation relation = pick(relations);
      List<Integer> rest = others(relation.first(), relation.second());
      String pattern = pattern(CaptionPatterns.RELATED, placed);
      return words.related(pattern, relation, rest, relations);
    }
    List<Integer> all = others();
    return words.listed(
        pattern(groups == 1 ? CaptionPatterns.ALONE : CaptionPatterns.LISTED, placed), all);
  }

  /** Patterns that cannot do without the place are of no use where the caption leaves it out. */
  private String pattern(List<String> patterns, boolean placed) {
    return pick(placed ? patterns : patterns.stream().filter(p -> !NEEDS_PLACE.test(p)).toList());
  }

  private List<String> names(int colourless) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < composition.groups().size(); i++) {
      Group group = composition.groups().get(i);
      String colour = i == colourless ? "" : Colour.values()[group.colour()].word();
      boolean sized = composition.groups().size() == 1 || random.nextDouble() < SAYS_SIZE;
      String size = sized ? pick(SIZES.get(group.size())) : "";
      names.add(NounPhrase.of(group, size, colour, random.nextDouble() < COLOUR_BEHIND));
    }
    return names;
  }

  private List<Integer> others(Integer... without) {
    List<Integer> others =
        new ArrayList<>(IntStream.range(0, composition.groups().size()).boxed().toList());
    others.removeAll(List.of(without));
    Collections.shuffle(others, random);
    return others;
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}

package dev.patchseek.data.picturebook;

import dev.patchseek.data.dataset.Caption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Fills the patterns of {@link CaptionPatterns} with the words of one caption. */
final class CaptionWords {

  private static final double SAYS_DAY = 0.15;
  private static final double WRITTEN_AS_SENTENCE = 0.5;

  private final Composition composition;
  private final List<String> names;
  private final SplittableRandom random;
  private final String where;
  private final String place;
  private final Sentence sentence = new Sentence();

  /**
   * @param names what to call each group
   * @param placed whether the place is said
   * @param timed whether the time of day is said
   */
  CaptionWords(
      Composition composition,
      List<String> names,
      boolean placed,
      boolean timed,
      SplittableRandom random) {
    this.composition = composition;
    this.names = names;
    this.random = random;
    Setting setting = Setting.ALL.get(composition.setting());
    boolean day = setting.place().hasTimes && setting.time() == TimeOfDay.DAY;
    double saysDay = composition.groups().size() == 1 ? 1 : SAYS_DAY;
    String time =
        !timed ? "" : day && random.nextDouble() < saysDay ? " by day" : setting.time().words;
    this.where = placed ? pick(setting.place().where) + time : "";
    this.place = setting.place().noun + time;
  }

  Caption listed(String pattern, List<Integer> groups) {
    int a = groups.getFirst();
    List<Integer> rest = groups.subList(1, groups.size());
    each(
        pattern,
        token -> {
          switch (token) {
            case "L" -> list(groups);
            case "rest" -> list(rest);
            case "are" -> say(plural(rest) ? "are" : "is");
            default -> common(token, a);
          }
        });
    return finish(pattern);
  }

  Caption related(String pattern, Relation relation, List<Integer> rest, List<Relation> relations) {
    int a = relation.first();
    int b = relation.second();
    each(
        pattern,
        token -> {
          switch (token) {
            case "B" -> name(b);
            case "r", "R" -> say(relation.type().words);
            case "them" -> say(composition.groups().get(b).count() == 1 ? "it" : "them");
            case "rest" -> rest(rest, relations);
            default -> common(token, a);
          }
        });
    return finish(pattern);
  }

  private void common(String token, int a) {
    boolean one = composition.groups().get(a).count() == 1;
    switch (token) {
      case "A" -> name(a);
      case "is" -> say(one ? "is" : "are");
      case "has" -> say(one ? "has" : "have");
      case "stands" -> say(verb(a) + (one ? "s" : ""));
      case "where" -> say(where.isEmpty() ? "" : " " + where);
      case "there", "Where" -> say(where);
      case "place" -> say(place);
      default -> throw new IllegalArgumentException("no word for {" + token + "} in a pattern");
    }
  }

  private String verb(int group) {
    if (composition.place().weightless()) {
      return pick(List.of("float", "drift"));
    }
    if (composition.aloft(group)) {
      return pick(List.of("float", "hover"));
    }
    return composition.place() == Place.SEA
        ? pick(List.of("float", "swim", "drift"))
        : pick(List.of("stand", "wait", "rest"));
  }

  /** What a relation leaves over, either merely added or placed by a relation of its own. */
  private void rest(List<Integer> rest, List<Relation> relations) {
    if (rest.isEmpty()) {
      return;
    }
    int c = rest.getFirst();
    List<Relation> ofIt =
        relations.stream().filter(r -> r.first() == c && !rest.contains(r.second())).toList();
    if (rest.size() == 1 && !ofIt.isEmpty() && random.nextBoolean()) {
      Relation relation = pick(ofIt);
      say(pick(List.of(", with ", " and ")));
      name(c);
      say(" " + relation.type().words + " ");
      int group = relation.second();
      sentence.name(NounPhrase.again(composition.groups().get(group)), composition.boxesOf(group));
      return;
    }
    switch (random.nextInt(4)) {
      case 0 -> {
        say(", with ");
        list(rest);
      }
      case 1 -> {
        say(" and also ");
        list(rest);
      }
      case 2 -> {
        say(", and ");
        list(rest);
        say(" too");
      }
      default -> {
        say(". There " + (composition.groups().get(c).count() == 1 ? "is" : "are") + " also ");
        list(rest);
      }
    }
  }

  private void list(List<Integer> groups) {
    for (int i = 0; i < groups.size(); i++) {
      say(i == 0 ? "" : i < groups.size() - 1 ? ", " : " and ");
      name(groups.get(i));
    }
  }

  private boolean plural(List<Integer> groups) {
    return groups.size() > 1 || composition.groups().get(groups.getFirst()).count() > 1;
  }

  private void name(int group) {
    sentence.name(names.get(group), composition.boxesOf(group));
  }

  private void say(String words) {
    sentence.say(words);
  }

  private void each(String pattern, Consumer<String> token) {
    int at = 0;
    while (at < pattern.length()) {
      int open = pattern.indexOf('{', at);
      if (open < 0) {
        say(pattern.substring(at));
        return;
      }
      say(pattern.substring(at, open));
      int close = pattern.indexOf('}', open);
      token.accept(pattern.substring(open + 1, close));
      at = close + 1;
    }
  }

  private Caption finish(String pattern) {
    return pattern.endsWith(".") || random.nextDouble() < WRITTEN_AS_SENTENCE
        ? sentence.spoken()
        : sentence.plain();
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}

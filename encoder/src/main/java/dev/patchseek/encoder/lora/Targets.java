package dev.patchseek.encoder.lora;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.lora.Adapter.Site;
import dev.patchseek.encoder.transformer.Target;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which linear layers of a tower are adapted: the same of every block, by name, or those whose own
 * names a pattern fits. In a configuration a list is names and a text is a pattern, as in PEFT's
 * {@code target_modules}.
 *
 * @param names adapted in every block, in a fixed order; empty where a pattern says which
 * @param pattern regular expression that fits the whole of {@code block.target}, such as {@code
 *     (9|10|11)\.(query|value)}; null where names say which
 */
public record Targets(Set<Target> names, String pattern) {

  public Targets {
    names = Collections.unmodifiableSet(new TreeSet<>(names));
    if (pattern != null) {
      try {
        Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        throw new InvalidInputException(
            "LoRA's targets '%s' are no regular expression: %s"
                .formatted(pattern, e.getDescription()),
            e);
      }
    }
  }

  /** These layers of every block. */
  public static Targets of(Target... names) {
    return new Targets(new TreeSet<>(List.of(names)), null);
  }

  /** The layers whose {@code block.target} the pattern fits from its beginning to its end. */
  public static Targets matching(String pattern) {
    return new Targets(Set.of(), pattern);
  }

  /** Just these layers, by names where every block from the first of them on has the same. */
  static Targets of(Collection<Site> sites, int layers) {
    int first = first(sites);
    Set<Target> names = EnumSet.noneOf(Target.class);
    sites.forEach(site -> names.add(site.target()));
    Set<Site> regular =
        IntStream.range(first, layers)
            .boxed()
            .flatMap(layer -> names.stream().map(target -> new Site(layer, target)))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (regular.equals(Set.copyOf(sites))) {
      return new Targets(names, null);
    }
    return matching(
        sites.stream()
            .map(site -> site.name().replace(".", "\\."))
            .collect(Collectors.joining("|")));
  }

  /** The lowest block of some layers; 0 where there are none. */
  static int first(Collection<Site> sites) {
    return sites.stream().mapToInt(Site::layer).min().orElse(0);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Targets read(Object value) {
    if (value instanceof String pattern) {
      return matching(pattern);
    }
    if (value instanceof List<?> list) {
      return new Targets(
          list.stream()
              .map(name -> target(String.valueOf(name)))
              .collect(Collectors.toCollection(() -> EnumSet.noneOf(Target.class))),
          null);
    }
    throw new InvalidInputException(
        "LoRA's targets are a list of names such as [query, value] or a pattern such as"
            + " '.*\\.(query|value)', got "
            + value);
  }

  private static Target target(String name) {
    for (Target target : Target.values()) {
      if (target.label().equals(name.toLowerCase(Locale.ROOT))) {
        return target;
      }
    }
    throw new InvalidInputException(
        "LoRA has no target '%s'; there are %s"
            .formatted(name, Arrays.stream(Target.values()).map(Target::label).toList()));
  }

  /** As a configuration has them: a list of names, or a pattern. */
  @JsonValue
  Object written() {
    return pattern == null ? names.stream().map(Target::label).toList() : pattern;
  }

  boolean isEmpty() {
    return pattern == null && names.isEmpty();
  }

  boolean has(Site site) {
    return pattern == null ? names.contains(site.target()) : Pattern.matches(pattern, site.name());
  }

  @Override
  public String toString() {
    return String.valueOf(written());
  }
}

package dev.patchseek.indexer.metadata;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time that a written date stands for. Without an offset it is UTC.
 *
 * @param start in milliseconds since 1970
 * @param end exclusive, in milliseconds since 1970
 */
public record TimeSpan(long start, long end) {

  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4})(?:-(\\d\\d)(?:-(\\d\\d)(?:[T ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.\\d{1,9})?)?"
              + "(Z|[+-]\\d\\d:\\d\\d)?)?)?)?");

  /** As cameras write it (EXIF 2.32, DateTimeOriginal). */
  private static final Pattern EXIF = Pattern.compile("(\\d{4}):(\\d\\d):(\\d\\d)( .*)");

  /**
   * Reads {@code 2021}, {@code 2021-05}, {@code 2021-05-17}, {@code 2021-05-17T10:30}, with seconds
   * and an offset or {@code Z} if need be, a blank in place of the T, or EXIF's {@code 2021:05:17
   * 10:30:00}.
   *
   * @return empty for anything else
   */
  public static Optional<TimeSpan> parse(String text) {
    Matcher exif = EXIF.matcher(text);
    String iso =
        exif.matches()
            ? "%s-%s-%s%s".formatted(exif.group(1), exif.group(2), exif.group(3), exif.group(4))
            : text;
    Matcher parts = FORM.matcher(iso);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      LocalDateTime from =
          LocalDateTime.of(
              number(parts, 1, 0),
              number(parts, 2, 1),
              number(parts, 3, 1),
              number(parts, 4, 0),
              number(parts, 5, 0),
              number(parts, 6, 0));
      ZoneOffset offset = parts.group(7) == null ? ZoneOffset.UTC : ZoneOffset.of(parts.group(7));
      return Optional.of(
          new TimeSpan(millis(from, offset), millis(from.plus(1, precision(parts)), offset)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static ChronoUnit precision(Matcher parts) {
    ChronoUnit[] units = {
      ChronoUnit.YEARS,
      ChronoUnit.MONTHS,
      ChronoUnit.DAYS,
      ChronoUnit.HOURS,
      ChronoUnit.MINUTES,
      ChronoUnit.SECONDS
    };
    int given = 1;
    while (given < units.length && parts.group(given + 1) != null) {
      given++;
    }
    return units[given - 1];
  }

  private static int number(Matcher parts, int group, int otherwise) {
    return parts.group(group) == null ? otherwise : Integer.parseInt(parts.group(group));
  }

  private static long millis(LocalDateTime time, ZoneOffset offset) {
    return OffsetDateTime.of(time, offset).toInstant().toEpochMilli();
  }
}

package dev.patchseek.encoder.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How CLIP prepares text before byte-pair encoding: NFC, white space collapsed, lower case, then
 * split into runs of letters, single digits, runs of other signs and English contractions.
 */
final class ClipText {

  static final String START = "<|startoftext|>";
  static final String END = "<|endoftext|>";

  /** Marks the last symbol of a piece. */
  static final String END_OF_WORD = "</w>";

  /** The pieces of normalised text, in a syntax that Java and Oniguruma share. */
  static final String PIECE = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

  private static final Pattern PIECES = Pattern.compile(PIECE, Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern SPECIALS =
      Pattern.compile(Pattern.quote(START) + "|" + Pattern.quote(END));

  private ClipText() {}

  /** The pieces that are encoded one by one; special tokens written out are no pieces. */
  static List<String> pieces(String text) {
    String lower = Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    List<String> pieces = new ArrayList<>();
    for (String part : SPECIALS.split(lower)) {
      Matcher matcher = PIECES.matcher(part);
      while (matcher.find()) {
        pieces.add(matcher.group());
      }
    }
    return pieces;
  }
}

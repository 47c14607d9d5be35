package dev.patchseek.encoder.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The printable character that stands for each byte in a byte-level vocabulary (GPT-2, CLIP):
 * printable Latin-1 stands for itself, the other bytes are moved to U+0100 and up.
 */
final class ByteSymbols {

  private static final char[] SYMBOL_OF_BYTE = new char[256];
  private static final List<String> IN_VOCABULARY_ORDER;

  static {
    List<String> own = new ArrayList<>();
    List<String> moved = new ArrayList<>();
    for (int b = 0; b < 256; b++) {
      boolean printable = (b > 0x20 && b < 0x7f) || (b > 0xa0 && b != 0xad);
      SYMBOL_OF_BYTE[b] = (char) (printable ? b : 0x100 + moved.size());
      (printable ? own : moved).add(String.valueOf(SYMBOL_OF_BYTE[b]));
    }
    own.addAll(moved);
    IN_VOCABULARY_ORDER = List.copyOf(own);
  }

  private ByteSymbols() {}

  /** All 256, in the order in which CLIP numbers them. */
  static List<String> inVocabularyOrder() {
    return IN_VOCABULARY_ORDER;
  }

  /** One symbol for each byte of the text's UTF-8 form. */
  static String of(String text) {
    StringBuilder symbols = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      symbols.append(SYMBOL_OF_BYTE[b & 0xff]);
    }
    return symbols.toString();
  }
}

package dev.patchseek.data.picturebook;

import dev.patchseek.data.dataset.Box;
import dev.patchseek.data.dataset.Caption;
import dev.patchseek.data.dataset.Phrase;
import java.util.ArrayList;
import java.util.List;

/** A caption in the making: words, some of them tied to boxes. */
final class Sentence {

  private final StringBuilder text = new StringBuilder();
  private final List<Phrase> phrases = new ArrayList<>();

  void say(String words) {
    text.append(words);
  }

  void name(String words, List<Box> boxes) {
    phrases.add(new Phrase(text.length(), text.length() + words.length(), boxes));
    text.append(words);
  }

  /** Begins every sentence with a capital and closes with a full stop. */
  Caption spoken() {
    boolean start = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (start && Character.isLetter(c)) {
        text.setCharAt(i, Character.toUpperCase(c));
        start = false;
      }
      start |= c == '.';
    }
    return new Caption(text.toString().endsWith(".") ? text.toString() : text + ".", phrases);
  }

  Caption plain() {
    return new Caption(text.toString(), phrases);
  }
}

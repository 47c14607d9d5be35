package dev.patchseek.trainer.words;

import dev.patchseek.encoder.text.TokenizedText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Deals an epoch's batches: two captions of every picture, texts of like length together. */
final class ParaphrasePairs {

  /** Batches among which pairs are sorted by length: enough to save most of the padding. */
  private static final int WINDOW = 8;

  /** Two captions of one picture. */
  record Pair(TokenizedText first, TokenizedText second) {

    int length() {
      return Math.max(first.ids().length, second.ids().length);
    }
  }

  private ParaphrasePairs() {}

  /**
   * Deals.
   *
   * @param groups captions of one picture each, two or more
   * @param batch pictures a batch; what is left over waits for another epoch
   * @param random the same gives the same batches
   */
  static List<List<Pair>> deal(List<List<TokenizedText>> groups, int batch, Random random) {
    List<Pair> pairs = new ArrayList<>(groups.size());
    for (List<TokenizedText> group : groups) {
      int first = random.nextInt(group.size());
      int second = (first + 1 + random.nextInt(group.size() - 1)) % group.size();
      pairs.add(new Pair(group.get(first), group.get(second)));
    }
    Collections.shuffle(pairs, random);
    List<List<Pair>> batches = new ArrayList<>();
    for (int from = 0; from < pairs.size(); from += WINDOW * batch) {
      int to = Math.min(from + WINDOW * batch, pairs.size());
      List<Pair> window = new ArrayList<>(pairs.subList(from, to));
      window.sort(Comparator.comparingInt(Pair::length));
      for (int i = 0; i + batch <= window.size(); i += batch) {
        batches.add(window.subList(i, i + batch));
      }
    }
    Collections.shuffle(batches, random);
    return batches;
  }
}

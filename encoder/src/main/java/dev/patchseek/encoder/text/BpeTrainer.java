package dev.patchseek.encoder.text;

import dev.patchseek.data.InvalidInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * Learns a byte-level byte-pair vocabulary (Sennrich et al., 2016) from texts: the most frequent
 * pair of neighbouring symbols is merged, again and again. The same texts give the same vocabulary
 * in any order.
 */
public final class BpeTrainer {

  private static final int BYTE_SYMBOLS = 512;
  private static final int SPECIALS = 2;

  private record Pair(int left, int right) {}

  /** A pair's count when it was queued; it may have changed since. */
  private record Candidate(Pair pair, long count) {}

  private static final class Piece {
    final long count;
    int[] symbols;

    Piece(int[] symbols, long count) {
      this.symbols = symbols;
      this.count = count;
    }
  }

  private final List<String> tokens = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final Set<String> merges = new LinkedHashSet<>();
  private final List<Piece> pieces = new ArrayList<>();
  private final Map<Pair, Long> counts = new HashMap<>();
  private final Map<Pair, Set<Piece>> places = new HashMap<>();

  private final PriorityQueue<Candidate> queue =
      new PriorityQueue<>(
          Comparator.comparingLong((Candidate c) -> -c.count())
              .thenComparingInt(c -> c.pair().left())
              .thenComparingInt(c -> c.pair().right()));

  private BpeTrainer(Iterable<String> texts) {
    for (String ending : List.of("", ClipText.END_OF_WORD)) {
      for (String symbol : ByteSymbols.inVocabularyOrder()) {
        idOf(symbol + ending);
      }
    }
    Map<String, Long> pieceCounts = new TreeMap<>();
    for (String text : texts) {
      for (String piece : ClipText.pieces(text)) {
        pieceCounts.merge(ByteSymbols.of(piece), 1L, Long::sum);
      }
    }
    pieceCounts.forEach(
        (piece, count) -> {
          int[] symbols = new int[piece.length()];
          for (int i = 0; i < symbols.length; i++) {
            String ending = i == symbols.length - 1 ? ClipText.END_OF_WORD : "";
            symbols[i] = idOf(piece.charAt(i) + ending);
          }
          pieces.add(new Piece(symbols, count));
        });
  }

  /**
   * Learns from texts, normalised and split as {@link Tokenizer} does it.
   *
   * @param vocabularySize ids wanted in all, at least 514; the vocabulary stays smaller where no
   *     pair is left that occurs twice
   */
  public static BpeVocabulary train(Iterable<String> texts, int vocabularySize) {
    if (vocabularySize < BYTE_SYMBOLS + SPECIALS) {
      throw new InvalidInputException(
          "a vocabulary of %d is too small: byte symbols and special tokens alone are %d"
              .formatted(vocabularySize, BYTE_SYMBOLS + SPECIALS));
    }
    return new BpeTrainer(texts).learn(vocabularySize - SPECIALS);
  }

  private BpeVocabulary learn(int size) {
    for (Piece piece : pieces) {
      count(piece, piece.count);
    }
    counts.forEach((pair, count) -> queue.add(new Candidate(pair, count)));
    while (tokens.size() < size && !queue.isEmpty()) {
      Candidate best = queue.poll();
      long count = counts.getOrDefault(best.pair(), 0L);
      if (count != best.count()) {
        // its count was lowered by another merge: it waits again at its true place
        if (count > 1) {
          queue.add(new Candidate(best.pair(), count));
        }
      } else if (count > 1) {
        merge(best.pair());
      }
    }
    tokens.add(ClipText.START);
    tokens.add(ClipText.END);
    return new BpeVocabulary(tokens, List.copyOf(merges));
  }

  private void merge(Pair pair) {
    String left = tokens.get(pair.left());
    String right = tokens.get(pair.right());
    int merged = idOf(left + right);
    merges.add(left + " " + right);
    Set<Pair> grown = new HashSet<>();
    for (Piece piece : List.copyOf(places.get(pair))) {
      count(piece, -piece.count);
      piece.symbols = replace(piece.symbols, pair, merged);
      count(piece, piece.count);
      for (int i = 1; i < piece.symbols.length; i++) {
        if (piece.symbols[i - 1] == merged || piece.symbols[i] == merged) {
          grown.add(new Pair(piece.symbols[i - 1], piece.symbols[i]));
        }
      }
    }
    places.remove(pair);
    for (Pair next : grown) {
      queue.add(new Candidate(next, counts.get(next)));
    }
  }

  /** Two merges may give the same token (a + bc, ab + c): it has one id. */
  private int idOf(String token) {
    return ids.computeIfAbsent(
        token,
        added -> {
          tokens.add(added);
          return tokens.size() - 1;
        });
  }

  private void count(Piece piece, long change) {
    for (int i = 1; i < piece.symbols.length; i++) {
      Pair pair = new Pair(piece.symbols[i - 1], piece.symbols[i]);
      counts.merge(pair, change, Long::sum);
      places.computeIfAbsent(pair, p -> new HashSet<>()).add(piece);
    }
  }

  private static int[] replace(int[] symbols, Pair pair, int merged) {
    int[] replaced = new int[symbols.length];
    int length = 0;
    int i = 0;
    while (i < symbols.length) {
      boolean match =
          symbols[i] == pair.left() && i + 1 < symbols.length && symbols[i + 1] == pair.right();
      replaced[length++] = match ? merged : symbols[i];
      i += match ? 2 : 1;
    }
    return Arrays.copyOf(replaced, length);
  }
}

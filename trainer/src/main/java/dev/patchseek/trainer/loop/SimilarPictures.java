package dev.patchseek.trainer.loop;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which pictures are hard to tell apart by what their captions say: the cosine of their words, each
 * weighed by its inverse document frequency (Salton and Buckley 1988).
 */
final class SimilarPictures {

  private final int[][] words;
  private final int[][] picturesWith; // of each word
  private final float[] rarities; // ln(N/n) of each word
  private final float[] lengths; // of each picture's vector of rarities

  /**
   * Counts words.
   *
   * @param words of each picture, each once, from 0
   */
  SimilarPictures(int[][] words) {
    this.words = words;
    int vocabulary = Arrays.stream(words).flatMapToInt(Arrays::stream).max().orElse(-1) + 1;
    int[] counts = new int[vocabulary];
    Arrays.stream(words).flatMapToInt(Arrays::stream).forEach(word -> counts[word]++);
    rarities = new float[vocabulary];
    picturesWith = new int[vocabulary][];
    for (int word = 0; word < vocabulary; word++) {
      rarities[word] = (float) Math.log((double) words.length / Math.max(1, counts[word]));
      picturesWith[word] = new int[counts[word]];
    }
    for (int picture = words.length - 1; picture >= 0; picture--) {
      for (int word : words[picture]) {
        picturesWith[word][--counts[word]] = picture;
      }
    }
    lengths = new float[words.length];
    for (int picture = 0; picture < words.length; picture++) {
      double sum = 0;
      for (int word : words[picture]) {
        sum += rarities[word] * rarities[word];
      }
      lengths[picture] = (float) Math.sqrt(sum);
    }
  }

  /**
   * The most similar pictures of every one, at most {@code count}, best first; of equally similar
   * ones the first. A word of every picture does not count; a picture that shares no other word has
   * none.
   */
  int[][] nearest(int count) {
    return IntStream.range(0, words.length)
        .parallel()
        .mapToObj(picture -> nearest(picture, count))
        .toArray(int[][]::new);
  }

  private int[] nearest(int picture, int count) {
    float[] sums = new float[words.length];
    for (int word : words[picture]) {
      float square = rarities[word] * rarities[word];
      for (int other : picturesWith[word]) {
        sums[other] += square;
      }
    }
    sums[picture] = 0;
    for (int other = 0; other < sums.length; other++) {
      sums[other] = sums[other] > 0 ? sums[other] / lengths[other] : 0;
    }
    return IntStream.range(0, sums.length)
        .filter(other -> sums[other] > 0)
        .boxed()
        .sorted((one, other) -> Float.compare(sums[other], sums[one]))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}

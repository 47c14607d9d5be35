package dev.patchseek.opensearch.query;

import dev.patchseek.indexer.candidate.Scores;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Documents of a shard and what they score. */
final class ScoredImages {

  private final int[] documents;
  private final float[] scores;
  private int size;

  /** Room for so many. */
  ScoredImages(int most) {
    this.documents = new int[most];
    this.scores = new float[most];
  }

  /** What was scored batch by batch, in the order of documents. */
  static ScoredImages of(List<Scores> batches) {
    ScoredImages all = new ScoredImages(batches.stream().mapToInt(Scores::count).sum());
    for (Scores batch : batches) {
      for (int i = 0; i < batch.count(); i++) {
        all.add(batch.documents()[i], batch.scores()[i]);
      }
    }
    return all.inOrder();
  }

  /** All of several, one after the other. */
  static ScoredImages joined(List<ScoredImages> parts) {
    ScoredImages all = new ScoredImages(parts.stream().mapToInt(part -> part.size).sum());
    for (ScoredImages part : parts) {
      for (int i = 0; i < part.size; i++) {
        all.add(part.documents[i], part.scores[i]);
      }
    }
    return all;
  }

  void add(int document, float score) {
    documents[size] = document;
    scores[size++] = score;
  }

  /** The same in the order of documents. */
  private ScoredImages inOrder() {
    ScoredImages sorted = new ScoredImages(size);
    IntStream.range(0, size)
        .boxed()
        .sorted(Comparator.comparingInt(i -> documents[i]))
        .forEach(i -> sorted.add(documents[i], scores[i]));
    return sorted;
  }

  int size() {
    return size;
  }

  int document(int i) {
    return documents[i];
  }

  float score(int i) {
    return scores[i];
  }

  /** Of documents in order: where the first lies that is not before this one. */
  int firstFrom(int document) {
    int found = Arrays.binarySearch(documents, 0, size, document);
    return found >= 0 ? found : -found - 1;
  }
}

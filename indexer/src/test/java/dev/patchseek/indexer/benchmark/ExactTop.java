package dev.patchseek.indexer.benchmark;

import dev.patchseek.encoder.bundle.PatchEmbeddings;
import dev.patchseek.indexer.kernel.BestPatches;
import dev.patchseek.indexer.kernel.ImageVectors;
import dev.patchseek.indexer.kernel.MaxSim;
import dev.patchseek.indexer.kernel.PatchBlocks;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.kernel.QueryTokens;
import dev.patchseek.indexer.query.MaxSimQuery;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/** The images that truly score best for a query, by float32 vectors. */
final class ExactTop {

  private record Scored(int number, float score) {}

  /** Hits of a measured search. */
  static final int LIMIT = 10;

  private static final int KEPT = 1000;

  private final MaxSimQuery query;
  private final float globalWeight;
  private final QueryTokens tokens;
  private final BestPatches best;
  private final MemorySegment blocks =
      Arena.ofAuto().allocate((long) Corpus.DIM * (Corpus.PATCHES + 16) * Float.BYTES, 64);
  private final PriorityQueue<Scored> worstFirst =
      new PriorityQueue<>(
          Comparator.comparingDouble(Scored::score).thenComparing(scored -> -scored.number));

  private ExactTop(MaxSimQuery query, float globalWeight) {
    this.query = query;
    this.globalWeight = globalWeight;
    this.tokens = new QueryTokens(query.vectors(), query.weights(), query.dim());
    this.best = new BestPatches(tokens);
  }

  /** As {@link #write} left them; those of new queries know no image. */
  static List<ExactTop> read(Path folder, Corpus corpus, int queries) throws IOException {
    List<ExactTop> all = new ArrayList<>();
    for (int query = 0; query < queries; query++) {
      ExactTop top = new ExactTop(corpus.query(query), corpus.globalWeight());
      Path file = file(folder, query);
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          String[] parts = line.split(" ");
          top.offer(new Scored(Integer.parseInt(parts[0]), Float.parseFloat(parts[1])));
        }
      }
      all.add(top);
    }
    return all;
  }

  /** Writes a file for each query: a line for each image kept, its number and its score. */
  static void write(Path folder, List<ExactTop> all) throws IOException {
    for (int query = 0; query < all.size(); query++) {
      Files.write(
          file(folder, query),
          all.get(query).worstFirst.stream().map(it -> it.number + " " + it.score).toList());
    }
  }

  private static Path file(Path folder, int query) {
    return folder.resolve("best-%d.txt".formatted(query));
  }

  void offer(int number, PatchEmbeddings image) {
    float[] ordered = PatchBlocks.fromVectors(image.patches(), Corpus.PATCHES);
    MemorySegment.copy(ordered, 0, blocks, ValueLayout.JAVA_FLOAT, 0, ordered.length);
    MaxSim.fastest(Precision.FLOAT32)
        .bestPatches(tokens, new ImageVectors(blocks, null), Corpus.PATCHES, best);
    offer(new Scored(number, best.weightedSum() + globalWeight * global(image)));
  }

  private float global(PatchEmbeddings image) {
    float sum = 0;
    for (int k = 0; k < Corpus.DIM; k++) {
      sum += query.whole()[k] * image.global()[k];
    }
    return sum;
  }

  private void offer(Scored scored) {
    worstFirst.add(scored);
    if (worstFirst.size() > KEPT) {
      worstFirst.remove();
    }
  }

  /** The best of all images offered. */
  Set<Integer> numbers() {
    Set<Integer> numbers = new HashSet<>();
    best(LIMIT).forEach(scored -> numbers.add(scored.number));
    return numbers;
  }

  /** The thousand best, as candidates for a rescorer: whatever it finds is the best there is. */
  Set<Integer> candidates() {
    Set<Integer> numbers = new TreeSet<>();
    best(KEPT).forEach(scored -> numbers.add(scored.number));
    return numbers;
  }

  private List<Scored> best(int count) {
    return worstFirst.stream()
        .sorted(
            Comparator.comparingDouble((Scored scored) -> -scored.score)
                .thenComparing(Scored::number))
        .limit(count)
        .toList();
  }
}

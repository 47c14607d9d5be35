package dev.patchseek.indexer.benchmark;

import dev.patchseek.indexer.kernel.BestPatches;
import dev.patchseek.indexer.kernel.ImageVectors;
import dev.patchseek.indexer.kernel.MaxSim;
import dev.patchseek.indexer.kernel.PatchBlocks;
import dev.patchseek.indexer.kernel.Precision;
import dev.patchseek.indexer.kernel.QueryTokens;
import dev.patchseek.indexer.query.MaxSimQuery;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/** The images that truly score best for a query, by float32 vectors. */
final class ExactTop {

  private record Scored(int number, float score) {}

  private static final int KEPT = 1000;

  private final QueryTokens tokens;
  private final BestPatches best;
  private final int limit;
  private final MemorySegment blocks =
      Arena.ofAuto().allocate((long) Corpus.DIM * (Corpus.PATCHES + 16) * Float.BYTES, 64);
  private final PriorityQueue<Scored> worstFirst =
      new PriorityQueue<>(
          Comparator.comparingDouble(Scored::score).thenComparing(scored -> -scored.number));

  ExactTop(MaxSimQuery query, int limit) {
    this.tokens = new QueryTokens(query.vectors(), query.weights(), query.dim());
    this.best = new BestPatches(tokens);
    this.limit = limit;
  }

  void offer(int number, float[] patches) {
    float[] ordered = PatchBlocks.fromVectors(patches, Corpus.PATCHES);
    MemorySegment.copy(ordered, 0, blocks, ValueLayout.JAVA_FLOAT, 0, ordered.length);
    MaxSim.fastest(Precision.FLOAT32)
        .bestPatches(tokens, new ImageVectors(blocks, null), Corpus.PATCHES, best);
    worstFirst.add(new Scored(number, best.weightedSum()));
    if (worstFirst.size() > KEPT) {
      worstFirst.remove();
    }
  }

  /** The best of all images offered. */
  Set<Integer> numbers() {
    Set<Integer> numbers = new HashSet<>();
    best(limit).forEach(scored -> numbers.add(scored.number));
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

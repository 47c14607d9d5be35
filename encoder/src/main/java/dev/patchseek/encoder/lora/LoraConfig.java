package dev.patchseek.encoder.lora;

import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.transformer.Target;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which layers are adapted, and how strongly.
 *
 * @param rank r, rows of A and columns of B
 * @param alpha α of ΔW = α/r·B·A
 * @param rankStabilised whether α/√r stands in place of α/r (rsLoRA, arXiv 2312.03732)
 * @param targets the linear layers adapted in every block
 * @param firstLayer number of the first block that is adapted; 0 for all blocks
 */
public record LoraConfig(
    int rank, float alpha, boolean rankStabilised, Set<Target> targets, int firstLayer) {

  /** Adapts every block. */
  public LoraConfig(int rank, float alpha, boolean rankStabilised, Set<Target> targets) {
    this(rank, alpha, rankStabilised, targets, 0);
  }

  public LoraConfig {
    targets = Set.copyOf(targets);
    if (firstLayer < 0) {
      throw new InvalidInputException("LoRA's firstLayer counts blocks from 0, got " + firstLayer);
    }
    if (rank < 1 || !(alpha > 0) || targets.isEmpty()) {
      throw new InvalidInputException(
          "LoRA needs a rank of 1 or more, an alpha above 0 and a target, got rank %d, alpha %s,"
                  .formatted(rank, alpha)
              + " targets "
              + targets);
    }
  }

  /** What B·A is multiplied with. */
  public float scale() {
    return rankStabilised ? (float) (alpha / Math.sqrt(rank)) : alpha / rank;
  }

  /** The targets in a fixed order. */
  Set<Target> ordered() {
    return new TreeSet<>(targets);
  }
}

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
 */
public record LoraConfig(int rank, float alpha, boolean rankStabilised, Set<Target> targets) {

  public LoraConfig {
    targets = Set.copyOf(targets);
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

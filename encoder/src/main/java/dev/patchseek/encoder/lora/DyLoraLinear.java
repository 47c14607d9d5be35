package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import dev.patchseek.encoder.transformer.Linear;
import java.util.Map;

/**
 * DyLoRA: every step trains the first k of r directions, with k drawn anew, so that the adapter cut
 * off after any k serves as one of rank k. Whole outside of training.
 *
 * <p>Valipour et al., "DyLoRA: Parameter-Efficient Tuning of Pretrained Models using Dynamic
 * Search-Free Low Rank Adaptation", arXiv 2210.07558. The scale stays α/r for every k, so that a
 * cut needs no other α than its share k/r of it.
 *
 * @param lora the update of all r directions
 * @param drawn how many of them count now
 */
record DyLoraLinear(LoraLinear lora, DrawnRank drawn) implements AdaptedLinear {

  @Override
  public NDArray forward(NDArray x) {
    return lora.first(drawn.of(lora.rank())).forward(x);
  }

  @Override
  public Linear base() {
    return lora.base();
  }

  @Override
  public NDArray delta() {
    return lora.delta();
  }

  @Override
  public Map<String, NDArray> trained() {
    return lora.trained();
  }

  @Override
  public LowRank plain() {
    return lora;
  }
}

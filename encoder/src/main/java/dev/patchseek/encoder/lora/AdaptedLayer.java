package dev.patchseek.encoder.lora;

import dev.patchseek.encoder.transformer.Target;

/**
 * One adapted layer of a tower.
 *
 * @param layer number of its block, from 0
 * @param target which linear layer of the block
 * @param linear the layer with its update
 */
public record AdaptedLayer(int layer, Target target, AdaptedLinear linear) {

  /** Such as {@code 3.query}. */
  public String name() {
    return layer + "." + target.label();
  }
}

package dev.patchseek.trainer.geometry;

/**
 * What an adapter did to the attention of one block, over some pictures.
 *
 * @param layer number of the block
 * @param query of each head's query of each position
 * @param key likewise
 * @param value likewise
 * @param output of what the attention adds to each position
 * @param entropyBefore of the attention, bits
 * @param entropyAfter of the attention, bits
 * @param distanceBefore how far patches look, in patches
 * @param distanceAfter how far patches look, in patches
 */
record LayerGeometry(
    int layer,
    Rotation query,
    Rotation key,
    Rotation value,
    Rotation output,
    double entropyBefore,
    double entropyAfter,
    double distanceBefore,
    double distanceAfter) {

  static LayerGeometry of(int layer, LayerAttention before, LayerAttention after) {
    int d = before.head();
    return new LayerGeometry(
        layer,
        Rotation.of(before.q(), after.q(), d),
        Rotation.of(before.k(), after.k(), d),
        Rotation.of(before.v(), after.v(), d),
        Rotation.of(before.output(), after.output(), before.heads() * d),
        before.entropy(),
        after.entropy(),
        before.distance(),
        after.distance());
  }
}

package dev.patchseek.trainer.geometry;

import dev.patchseek.encoder.lora.AdaptedLayer;
import dev.patchseek.encoder.lora.LowRank;
import dev.patchseek.encoder.lora.Svd;
import dev.patchseek.encoder.transformer.Target;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * What LoRA added to one layer, seen through its singular values.
 *
 * @param layer number of the block
 * @param target which linear layer of it
 * @param rows out, of W and ΔW
 * @param columns in, of W and ΔW
 * @param rank r of A and B
 * @param delta of ΔW = α/r·B·A
 * @param relativeNorm ‖ΔW‖ / ‖W‖, Frobenius
 * @param sharedWithWeight mean squared cosine of the principal angles between the spaces that the r
 *     leading output directions of ΔW and of W span; a random space of that size has r/out
 */
record LayerUpdate(
    int layer,
    Target target,
    int rows,
    int columns,
    int rank,
    Svd delta,
    double relativeNorm,
    double sharedWithWeight) {

  /** Measures a layer; of W every singular value is found, which takes seconds for 768 x 3072. */
  static LayerUpdate of(AdaptedLayer layer) {
    LowRank linear = layer.linear().plain();
    DMatrixRMaj a = Svd.matrix(linear.a());
    DMatrixRMaj b = Svd.matrix(linear.b());
    CommonOps_DDRM.scale(linear.scale().getFloat(), b);
    Svd delta = Svd.ofProduct(b, a);
    Svd weight = Svd.of(linear.base().weight());
    int rank = Math.min(a.numRows, delta.values().length);
    return new LayerUpdate(
        layer.layer(),
        layer.target(),
        b.numRows,
        a.numCols,
        a.numRows,
        delta,
        delta.norm() / weight.norm(),
        delta.norm() == 0 ? 0 : delta.shared(weight, rank));
  }

  /** Numbers in A and B. */
  long parameters() {
    return (long) rank * (rows + columns);
  }

  /** Numbers in W. */
  long fullParameters() {
    return (long) rows * columns;
  }

  /** What the shared space of two random spaces would be. */
  double sharedByChance() {
    return (double) Math.min(rank, rows) / rows;
  }

  String name() {
    return layer + "." + target.label();
  }

  static List<LayerUpdate> of(List<AdaptedLayer> layers) {
    return layers.stream().map(LayerUpdate::of).toList();
  }
}

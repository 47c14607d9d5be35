package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.encoder.transformer.Linear;
import dev.patchseek.encoder.transformer.Scalar;
import java.util.Map;

/**
 * Full fine-tuning beside a frozen weight: y = x·Wᵀ + b + α/r·x·Dᵀ. Its singular values tell the
 * rank that a layer needs; the plain form is cut off where a share of their energy is kept. AdamW's
 * steps do not depend on a scale, so α/r is the share of the learning rate that the weight learns
 * with: whole weights need smaller steps than A and B.
 *
 * @param base the layer it wraps
 * @param update D [out, in]
 * @param scale α/r, of shape ()
 * @param energy share of Σσ² that the plain form keeps, above 0 to 1
 * @param dropout of the plain form
 */
record FullLinear(Linear base, NDArray update, NDArray scale, float energy, AdapterDropout dropout)
    implements AdaptedLinear {

  static final String UPDATE = "full_delta";

  @Override
  public NDArray forward(NDArray x) {
    NDArray added = new Linear(update, null).forward(x).mul(scale); // [..., out]
    return base.forward(x).add(added); // [..., out]
  }

  @Override
  public NDArray delta() {
    return update.mul(scale);
  }

  @Override
  public Map<String, NDArray> trained() {
    return Map.of(UPDATE, update);
  }

  @Override
  public LowRank plain() {
    Svd svd = Svd.of(delta());
    int rank = Math.max(1, svd.rankFor(energy));
    NDManager manager = update.getManager();
    NDArray a = manager.create(svd.inputs(rank), new Shape(rank, svd.v().numRows));
    NDArray b = manager.create(svd.outputs(rank), new Shape(svd.u().numRows, rank));
    return new LoraLinear(base, a, b, Scalar.of(manager, 1), dropout);
  }
}

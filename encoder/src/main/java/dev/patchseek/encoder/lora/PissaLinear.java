package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.data.InvalidInputException;
import dev.patchseek.encoder.transformer.Linear;
import dev.patchseek.encoder.transformer.Scalar;
import java.util.Map;

/**
 * LoRA that starts as the leading singular directions of W: y = x·Wᵀ + b + α/r·(x·Aᵀ)·Bᵀ −
 * α/r·(x·A₀ᵀ)·B₀ᵀ, where α/r·B₀·A₀ is W of rank r and A, B start as A₀, B₀. W itself stays as it
 * is: the update is B·A − B₀·A₀, a LoRA of rank 2r.
 *
 * <p>Meng et al., "PiSSA: Principal Singular Values and Singular Vectors Adaptation of Large
 * Language Models", arXiv 2404.02948.
 *
 * @param lora the update by A [r, in] and B [out, r]
 * @param startA A₀ [r, in]
 * @param startB B₀ [out, r]
 */
record PissaLinear(LoraLinear lora, NDArray startA, NDArray startB) implements AdaptedLinear {

  /** Decomposes W; takes seconds for a weight of 768 x 3072. */
  static PissaLinear of(Linear base, int rank, float scale, AdapterDropout dropout) {
    Svd svd = svd(base);
    if (rank > svd.values().length) {
      throw new InvalidInputException(
          "start: pissa takes the leading %d directions of a weight that has only %d; lower the rank"
              .formatted(rank, svd.values().length));
    }
    NDManager manager = base.manager();
    Shape in = new Shape(rank, svd.v().numRows);
    Shape out = new Shape(svd.u().numRows, rank);
    float[] inputs = svd.inputs(rank);
    float[] outputs = svd.outputs(rank);
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] /= scale;
    }
    NDArray startA = manager.create(inputs, in);
    NDArray startB = manager.create(outputs, out);
    NDScope.unregister(startA, startB);
    NDArray a = manager.create(inputs, in);
    NDArray b = manager.create(outputs, out);
    LoraLinear lora = new LoraLinear(base, a, b, Scalar.of(manager, scale), dropout);
    return new PissaLinear(lora, startA, startB);
  }

  private static Svd svd(Linear base) {
    try (NDScope scope = new NDScope()) { // a quantised layer makes its weight anew
      scope.suppressNotUsedWarning();
      return Svd.of(base.weight());
    }
  }

  @Override
  public NDArray forward(NDArray x) {
    return both().forward(x); // [..., out]
  }

  /** With A over A₀ and B beside −B₀. */
  private LoraLinear both() {
    return new LoraLinear(
        lora.base(),
        NDArrays.concat(new NDList(lora.a(), startA), 0), // [2r, in]
        NDArrays.concat(new NDList(lora.b(), startB.neg()), 1), // [out, 2r]
        lora.scale(),
        lora.dropout());
  }

  @Override
  public Linear base() {
    return lora.base();
  }

  @Override
  public NDArray delta() {
    return both().delta();
  }

  @Override
  public Map<String, NDArray> trained() {
    return lora.trained();
  }

  @Override
  public LowRank plain() {
    return both();
  }
}

package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.patchseek.encoder.transformer.Linear;
import dev.patchseek.encoder.transformer.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * AdaLoRA: an update in the form of a singular value decomposition, y = x·Wᵀ + b +
 * α/r·((x·Aᵀ)⊙λ)·Bᵀ. A budget sets the λ of unimportant directions to 0 in training, so that every
 * layer ends with a rank of its own.
 *
 * <p>Zhang et al., "Adaptive Budget Allocation for Parameter-Efficient Fine-Tuning", arXiv
 * 2303.10512.
 *
 * @param base the layer it wraps
 * @param a [r, in], rows kept near orthonormal by {@link #penalty}
 * @param b [out, r], columns likewise
 * @param lambda λ [r], any sign
 * @param scale α/r, of shape ()
 * @param dropout in front of A
 */
public record AdaLoraLinear(
    Linear base, NDArray a, NDArray b, NDArray lambda, NDArray scale, AdapterDropout dropout)
    implements AdaptedLinear {

  /** The name of λ in PEFT's AdaLoRA. */
  static final String LAMBDA = "lora_E";

  @Override
  public NDArray forward(NDArray x) {
    NDArray low = new Linear(a, null).forward(dropout.forward(x)); // [..., r]
    NDArray update = new Linear(b, null).forward(low.mul(lambda).mul(scale)); // [..., out]
    return base.forward(x).add(update); // [..., out]
  }

  @Override
  public NDArray delta() {
    return b.mul(lambda).matMul(a).mul(scale);
  }

  /** ‖A·Aᵀ − I‖² + ‖Bᵀ·B − I‖², Frobenius: (). */
  public NDArray penalty() {
    NDArray identity = a.getManager().eye(Math.toIntExact(lambda.size())); // [r, r]
    NDArray rows = a.matMul(a.transpose()).sub(identity).square().sum();
    NDArray columns = b.transpose().matMul(b).sub(identity).square().sum();
    return rows.add(columns);
  }

  @Override
  public Map<String, NDArray> trained() {
    Map<String, NDArray> trained = new LinkedHashMap<>();
    trained.put(LowRank.A, a);
    trained.put(LowRank.B, b);
    trained.put(LAMBDA, lambda);
    return trained;
  }

  /** The directions whose λ is not 0; one direction of zeros where none is left. */
  @Override
  public LowRank plain() {
    float[] values = lambda.toFloatArray();
    long[] kept =
        IntStream.range(0, values.length).filter(i -> values[i] != 0).asLongStream().toArray();
    if (kept.length == 0) {
      kept = new long[] {0};
    }
    NDArray rows = a.getManager().create(kept, new Shape(kept.length)); // [k]
    NDArray keptA = a.get(rows); // [k, in]
    NDArray keptB = b.mul(lambda).transpose().get(rows).transpose(); // [out, k]
    return new LoraLinear(base, keptA, keptB, Scalar.of(a.getManager(), scale.getFloat()), dropout);
  }
}

package dev.patchseek.encoder.lora;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;

/** An update through B·A, as PEFT's files hold it. */
public interface LowRank extends AdaptedLinear {

  /** The names of A and B in PEFT's files. */
  String A = "lora_A.weight";

  String B = "lora_B.weight";

  /** [r, in]. */
  NDArray a();

  /** [out, r]. */
  NDArray b();

  /** What B·A is multiplied with, of shape (). */
  NDArray scale();

  /** r. */
  default int rank() {
    return Math.toIntExact(a().getShape().get(0));
  }

  @Override
  default Map<String, NDArray> trained() {
    Map<String, NDArray> trained = new LinkedHashMap<>();
    trained.put(A, a());
    trained.put(B, b());
    return trained;
  }

  @Override
  default LowRank plain() {
    return this;
  }
}

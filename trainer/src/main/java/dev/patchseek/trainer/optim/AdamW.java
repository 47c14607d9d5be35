package dev.patchseek.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam with decoupled weight decay, in PyTorch's form, behind a clip of the global gradient norm.
 *
 * <p>Loshchilov and Hutter, "Decoupled Weight Decay Regularization", arXiv 1711.05101. DJL's own
 * Adam adds ε before the bias correction, decays into the gradient and keeps its moments private.
 */
public final class AdamW implements AutoCloseable {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  private record Slot(Parameter parameter, NDArray mean, NDArray square) {}

  private final List<Slot> slots = new ArrayList<>();
  private final double weightDecay;
  private final double maxNorm;
  private int updates;

  /**
   * Starts with zero moments and makes the parameters require gradients until {@link #close}.
   *
   * @param weightDecay λ, at least 0
   * @param maxNorm the gradients' global norm is scaled down to this; infinity for no clip
   */
  public AdamW(List<Parameter> parameters, double weightDecay, double maxNorm) {
    this.weightDecay = weightDecay;
    this.maxNorm = maxNorm;
    for (Parameter parameter : parameters) {
      NDArray value = parameter.value();
      value.setRequiresGradient(true);
      slots.add(new Slot(parameter, zeros(value), zeros(value)));
    }
  }

  private static NDArray zeros(NDArray like) {
    NDArray zeros = like.getManager().zeros(like.getShape());
    NDScope.unregister(zeros);
    return zeros;
  }

  /** The moments, by names of their own: with {@link #updates} all that the optimiser remembers. */
  public Map<String, NDArray> moments() {
    Map<String, NDArray> moments = new LinkedHashMap<>();
    for (Slot slot : slots) {
      moments.put("adamw.mean/" + slot.parameter.name(), slot.mean);
      moments.put("adamw.square/" + slot.parameter.name(), slot.square);
    }
    return moments;
  }

  /** Updates so far. */
  public int updates() {
    return updates;
  }

  /** Goes on after so many updates; {@link #moments} must have been filled with those of then. */
  public void resume(int updates) {
    this.updates = updates;
  }

  /** Applies the gradients of one backward pass; see {@link #step(double, int)}. */
  public double step(double learningRate) {
    return step(learningRate, 1);
  }

  /**
   * Applies the mean of the gradients that several backward passes have summed, and clears them.
   *
   * @param learningRate of this step
   * @param passes how many they were
   * @return the mean's global norm before clipping; where it is not finite nothing was applied
   */
  public double step(double learningRate, int passes) {
    boolean gradients = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      List<NDArray> collected =
          slots.stream().map(slot -> slot.parameter.value().getGradient()).toList();
      double norm = globalNorm(collected) / passes;
      if (Double.isFinite(norm)) {
        updates++;
        double shrink = Math.min(1, maxNorm / (norm + 1e-6)) / passes;
        Factors factors = factors(shrink, learningRate);
        for (int i = 0; i < slots.size(); i++) {
          update(slots.get(i), collected.get(i), factors);
        }
      }
      clear();
      return norm;
    } finally {
      JniUtils.setGradMode(gradients);
    }
  }

  /** Forgets the gradients that backward passes have summed. */
  public void clear() {
    slots.forEach(slot -> JniUtils.zeroGrad((PtNDArray) slot.parameter.value()));
  }

  private static double globalNorm(List<NDArray> gradients) {
    NDList squares = new NDList();
    gradients.forEach(gradient -> squares.add(gradient.square().sum()));
    double sum = 0;
    // read all at once: a GPU stands still for every reading
    for (float square : NDArrays.stack(squares).toFloatArray()) {
      sum += square;
    }
    return Math.sqrt(sum);
  }

  /** The numbers of an update on the parameters' device: to a GPU each of them is a copy. */
  private record Factors(
      NDArray shrink,
      NDArray beta1,
      NDArray ofGradient,
      NDArray beta2,
      NDArray ofSquare,
      NDArray decay,
      NDArray correction2,
      NDArray epsilon,
      NDArray rate) {}

  private Factors factors(double shrink, double learningRate) {
    return new Factors(
        shrink < 1 ? number(shrink) : null,
        number(BETA1),
        number(1 - BETA1),
        number(BETA2),
        number(1 - BETA2),
        weightDecay > 0 ? number(1 - learningRate * weightDecay) : null,
        number(Math.sqrt(1 - Math.pow(BETA2, updates))),
        number(EPSILON),
        number(learningRate / (1 - Math.pow(BETA1, updates))));
  }

  private NDArray number(double value) {
    return slots.getFirst().mean.getManager().create((float) value); // ()
  }

  private static void update(Slot slot, NDArray raw, Factors factors) {
    NDArray value = slot.parameter.value();
    NDArray gradient = factors.shrink == null ? raw : raw.mul(factors.shrink);
    slot.mean.muli(factors.beta1).addi(gradient.mul(factors.ofGradient));
    slot.square.muli(factors.beta2).addi(gradient.square().mul(factors.ofSquare));
    if (slot.parameter.decays() && factors.decay != null) {
      value.muli(factors.decay);
    }
    NDArray denominator = slot.square.sqrt().divi(factors.correction2).addi(factors.epsilon);
    value.subi(slot.mean.div(denominator).muli(factors.rate));
  }

  /** Frees the moments and freezes the parameters. */
  @Override
  public void close() {
    for (Slot slot : slots) {
      slot.parameter.value().setRequiresGradient(false);
      slot.mean.close();
      slot.square.close();
    }
  }
}

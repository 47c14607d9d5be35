package dev.patchseek.trainer.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The mean of the trained tensors over the last steps of a stage, which often does better on what
 * was not learnt from than the last step's: Izmailov et al., "Averaging Weights Leads to Wider
 * Optima and Better Generalization", arXiv 1803.05407.
 */
public final class WeightAverage implements AutoCloseable {

  private record Slot(Parameter parameter, NDArray mean) {}

  private final List<Slot> slots = new ArrayList<>();
  private final int first;

  /**
   * Starts without any step.
   *
   * @param first step of the stage to count, from 1
   */
  public WeightAverage(List<Parameter> parameters, int first) {
    this.first = first;
    for (Parameter parameter : parameters) {
      NDArray value = parameter.value();
      NDArray mean = value.getManager().zeros(value.getShape());
      NDScope.unregister(mean);
      slots.add(new Slot(parameter, mean));
    }
  }

  /** The means so far, by names of their own. */
  public Map<String, NDArray> state() {
    Map<String, NDArray> state = new LinkedHashMap<>();
    slots.forEach(slot -> state.put("average/" + slot.parameter.name(), slot.mean));
    return state;
  }

  /**
   * Counts the tensors as a step has left them.
   *
   * @param step of the stage, from 1; each in its turn
   */
  public void add(int step) {
    if (step < first) {
      return;
    }
    withoutGradients(
        () -> {
          double share = 1.0 / (step - first + 1);
          for (Slot slot : slots) {
            slot.mean.addi(slot.parameter.value().sub(slot.mean).muli(share));
          }
        });
  }

  /**
   * Gives the tensors their means.
   *
   * @param last step of the stage; where it is before the first to count, they stay as they are
   */
  public void apply(int last) {
    if (last >= first) {
      withoutGradients(() -> slots.forEach(slot -> slot.mean.copyTo(slot.parameter.value())));
    }
  }

  private static void withoutGradients(Runnable work) {
    boolean gradients = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      work.run();
    } finally {
      JniUtils.setGradMode(gradients);
    }
  }

  /** Frees the means. */
  @Override
  public void close() {
    slots.forEach(slot -> slot.mean.close());
  }
}

package dev.patchseek.trainer.config;

import dev.patchseek.data.InvalidInputException;
import java.util.Set;

/**
 * A part of the run.
 *
 * @param name in logs and of the directory of its curves: letters, digits, - and _
 * @param train what learns
 * @param epochs times that every picture is shown
 * @param captions which captions of a picture an epoch shows, and how
 * @param similar pictures that share a batch because they are hard to tell apart by their captions,
 *     for captions together; 1 for chance alone
 * @param earlier pictures of the steps before, as the model saw them then, among which a text must
 *     tell its own besides the batch's; 0 for none
 * @param batch pairs a step
 * @param learningRate at its peak
 * @param weightDecay of matrices
 * @param warmup share of the steps until the peak, 0..1
 * @param clip the most that the gradients' global norm may be
 * @param lambda weight of the MaxSim term beside the global one
 * @param lambdaRamp share of the steps in which λ grows from 0, 0..1
 * @param grounding weight of the grounding term: phrases with boxes must find them; 0 for none
 * @param imageSize height and width in pixels of the pictures that the vision tower sees, a
 *     multiple of its patch; 0 for what its checkpoint says. The bundle keeps the last stage's.
 *     Positions are interpolated, so it is not for runs that train every weight of the tower
 * @param pool averages squares of pool × pool patches, for speed where the vision tower is frozen
 * @param flip whether pictures are mirrored at random; not for captions that say left and right
 * @param crop least share of a picture's area that a step sees, above 0 to 1; 1 for whole pictures.
 *     Below 1 every block of the vision tower runs in every step
 * @param dropout rate in the text tower, from 0 to below 1
 * @param average share of the steps, at the end, over which what learns is averaged: the stage ends
 *     with the means; 0 for none, the last step's
 * @param accumulate batches a step: their gradients are averaged, each contrasts its own pairs
 * @param gradientCache pictures or texts that a tower sees at a time, where the memory is too small
 *     for those of a batch; 0 for all
 * @param frozenEveryStep whether the frozen part of the vision tower runs in every step, where the
 *     memory is too small for what it says of all pictures; else it runs once
 * @param blockByBlock whether the backward pass through an adapted vision tower holds the graph of
 *     one block at a time, in the time of two more forward passes; not for adapters with dropout
 */
public record Stage(
    String name,
    Set<Part> train,
    int epochs,
    Captions captions,
    int similar,
    int earlier,
    int batch,
    double learningRate,
    double weightDecay,
    double warmup,
    double clip,
    float lambda,
    double lambdaRamp,
    float grounding,
    int imageSize,
    int pool,
    boolean flip,
    float crop,
    float dropout,
    double average,
    int accumulate,
    int gradientCache,
    boolean frozenEveryStep,
    boolean blockByBlock) {

  /** Parts of the model that a stage can train. */
  public enum Part {
    /** Every weight of the vision tower. */
    VISION,
    /** LoRA on the vision tower. */
    ADAPTER,
    /** Every weight of the text tower. */
    TEXT,
    /** The projections, and what weighs tokens. */
    HEADS
  }

  /** Which captions of a picture an epoch shows. */
  public enum Captions {
    /** One, drawn at random. */
    ONE,
    /** Every one, each in a batch of its own: the vision tower sees the picture for each. */
    EACH,
    /** Every one, all in one batch: the vision tower sees the picture once. */
    TOGETHER
  }

  public Stage {
    if (name == null || !name.matches("[\\w-]+")) {
      throw new InvalidInputException(
          "configuration: a stage is named by letters, digits, - and _, got '" + name + "'");
    }
    if (train == null || train.isEmpty() || epochs < 1 || batch < 2 || !(learningRate > 0)) {
      throw new InvalidInputException(
          "configuration: stage '%s' needs something to train, epochs >= 1, batch >= 2 and"
                  .formatted(name)
              + " learningRate > 0, got train %s, epochs %d, batch %d, learningRate %s"
                  .formatted(train, epochs, batch, learningRate));
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new InvalidInputException(
          "configuration: stage '%s' has dropout %s; it goes from 0 to below 1"
              .formatted(name, dropout));
    }
    if (!(average >= 0 && average <= 1)) {
      throw new InvalidInputException(
          "configuration: stage '%s' has average %s; it goes from 0 to 1".formatted(name, average));
    }
    if (!(grounding >= 0)) {
      throw new InvalidInputException(
          "configuration: stage '%s' has grounding %s; it is at least 0"
              .formatted(name, grounding));
    }
    crop = crop == 0 ? 1 : crop;
    if (!(crop > 0 && crop <= 1)) {
      throw new InvalidInputException(
          "configuration: stage '%s' has crop %s; it goes from above 0 to 1, whole pictures"
              .formatted(name, crop));
    }
    captions = captions == null ? Captions.ONE : captions;
    similar = similar == 0 ? 1 : similar;
    if (similar < 1 || similar > 1 && captions != Captions.TOGETHER) {
      throw new InvalidInputException(
          "configuration: stage '%s' has similar %d with captions %s; it is at least 1, and above 1"
                  .formatted(name, similar, captions)
              + " it needs captions: together");
    }
    if (earlier < 0) {
      throw new InvalidInputException(
          "configuration: stage '%s' has earlier %d; it is at least 0".formatted(name, earlier));
    }
    train = TrainConfig.sorted(train);
    pool = pool == 0 ? 1 : pool;
    accumulate = accumulate == 0 ? 1 : accumulate;
    if (accumulate < 1 || gradientCache < 0) {
      throw new InvalidInputException(
          "configuration: stage '%s' needs accumulate >= 1 and gradientCache >= 0, got %d and %d"
              .formatted(name, accumulate, gradientCache));
    }
    if (blockByBlock && train.contains(Part.VISION)) {
      throw new InvalidInputException(
          "configuration: stage '%s' goes block by block, which is for adapters, but trains the"
                  .formatted(name)
              + " whole vision tower");
    }
    clip = clip == 0 ? 1 : clip;
    boolean runsOnce =
        !train.contains(Part.VISION)
            && !train.contains(Part.ADAPTER)
            && !frozenEveryStep
            && crop == 1;
    if (pool > 1 && !runsOnce) {
      throw new InvalidInputException(
          "configuration: stage '%s' pools patches, which is for a frozen vision tower that runs"
                  .formatted(name)
              + " once");
    }
  }

  /** The same stage for other parts of the model, at least one. */
  public Stage training(Set<Part> others) {
    return new Stage(
        name,
        others,
        epochs,
        captions,
        similar,
        earlier,
        batch,
        learningRate,
        weightDecay,
        warmup,
        clip,
        lambda,
        lambdaRamp,
        grounding,
        imageSize,
        pool,
        flip,
        crop,
        dropout,
        average,
        accumulate,
        gradientCache,
        frozenEveryStep,
        blockByBlock);
  }
}

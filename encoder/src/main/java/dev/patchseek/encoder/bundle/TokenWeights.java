package dev.patchseek.encoder.bundle;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How much the tokens of a text count in its MaxSim score. */
public enum TokenWeights {
  /** All alike: the score is a mean. */
  @JsonProperty("even")
  EVEN,
  /** As a trained head says of each: "dog" may count for more than "the". */
  @JsonProperty("learned")
  LEARNED
}
